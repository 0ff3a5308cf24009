import Markup
import RunDocument

/// A check in words that may stand in a report: each is one line of bounded length.
struct CheckText {
    private static let rowLimit = 5

    let check: Check

    /// The check's id, and the part of the data that it looked at.
    var name: String {
        let id = check.id.isEmpty ? "check" : check.id.printable()
        return slice.map { "\(id) [\($0)]" } ?? id
    }

    /// The part of the data that was looked at, as `sex = f, split = train`.
    var slice: String? { check.slice.map { Self.slice($0).printable() } }

    /// By the names.
    private static func slice(_ value: JSONValue) -> String {
        guard let members = value.objectValue else { return text(value) }
        return members.sorted { $0.key < $1.key }
            .map { "\($0.key) = \(text($0.value))" }
            .joined(separator: ", ")
    }

    /// How many rows are wrong and what the first one holds, or the value that was found.
    var observed: String? {
        let value = check.observed.map(Self.text)
        guard let count = check["count"]?.integerValue, count > 0 else {
            return value?.printable()
        }
        let times = "\(NumberText.count(count)) \(count == 1 ? "time" : "times")"
        guard let value else { return times }
        let shown = check.observed?.stringValue == nil ? value : "'\(value)'"
        return "\(times)\(count == 1 ? "" : ", first"): \(shown)".printable()
    }

    var expected: String? { check.expected?.printable() }

    var message: String? { check.message?.printable(limit: 1000) }

    /// As compilers write it: `data.csv:17`.
    var place: String? {
        let parts = [check.file?.printable(), check.line.map { "\($0)" }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ":")
    }

    /// The first offending rows.
    var rows: [String] {
        (check["rows"]?.arrayValue ?? []).prefix(Self.rowLimit).map { row in
            guard row.objectValue != nil else { return Self.text(row).printable() }
            let place = [row["file"], row["line"]].compactMap { $0.map(Self.text) }
                .joined(separator: ":")
            let cell = [
                row["column"].map(Self.text), row["value"].map { "'\(Self.text($0))'" },
            ].compactMap(\.self).joined(separator: " = ")
            return [place, cell].filter { !$0.isEmpty }.joined(separator: ": ").printable()
        }
    }

    /// A value without the quotes of JSON; a number with as many digits as a person needs.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .number(let number): NumberText.value(number)
        default: value.canonicalText()
        }
    }
}

/// How many checks came out how.
struct CheckCounts {
    private(set) var failed = 0
    private(set) var warned = 0
    private(set) var passed = 0
    private(set) var skipped = 0
    private(set) var inconclusive = 0

    var total: Int { failed + inconclusive + warned + passed + skipped }

    init(_ checks: [Check]) {
        for check in checks {
            switch check.status {
            case .failed: failed += 1
            case .warning: warned += 1
            case .passed: passed += 1
            case .skipped: skipped += 1
            case .inconclusive: inconclusive += 1
            }
        }
    }

    /// The class of what shows the verdict, and the verdict.
    var verdict: (tone: String, text: String) {
        if failed > 0 { return ("bad", "✗ Failed") }
        if inconclusive > 0 { return ("warn", "? Inconclusive") }
        return warned > 0 ? ("warn", "! Passed") : ("good", "✓ Passed")
    }

    /// As `3 checks: 1 failed, 2 passed`, or `3 checks passed` if they all did.
    var sentence: String {
        let head = "\(NumberText.count(total)) \(total == 1 ? "check" : "checks")"
        let outcomes = outcomes
        guard outcomes.count != 1 else { return "\(head) \(outcomes[0].word)" }
        let phrase = outcomes.map { "\(NumberText.count($0.count)) \($0.word)" }
        return "\(head): \(phrase.joined(separator: ", "))"
    }

    /// Those that there are.
    private var outcomes: [(count: Int, word: String)] {
        let parts: [(count: Int, word: String)] = [
            (failed, "failed"), (inconclusive, "inconclusive"), (warned, "warned"),
            (passed, "passed"), (skipped, "skipped"),
        ]
        return parts.filter { $0.count > 0 }
    }
}
