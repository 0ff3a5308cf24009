import Markup
import RunDocument

/// A check, or a stage as a whole, as a test case.
struct JUnitTestCase {
    enum Outcome {
        case passed, warning, failure, error, skipped
    }

    let name: String
    let outcome: Outcome
    /// What stands in a list of failures.
    let message: String
    /// What stands on the page of this one; lines.
    let details: [String]
    let time: String

    var isFailure: Bool { outcome == .failure }
    var isError: Bool { outcome == .error }
    var isSkipped: Bool { outcome == .skipped }

    /// The checks of a stage, and the stage itself where they do not tell how it ended.
    static func cases(of stage: Stage) -> [JUnitTestCase] {
        var names = UniqueNames()
        var cases = stage.checks.map { check in
            JUnitTestCase(check, name: names.next(CheckText(check: check).name))
        }
        let isTold =
            switch stage.status {
            case .passed, .skipped: !cases.isEmpty
            case .failed: cases.contains(where: \.isFailure)
            case .error: false
            }
        if !isTold {
            cases.append(JUnitTestCase(stage, name: names.next("stage \(stage.name.printable())")))
        }
        return cases
    }

    private init(_ check: Check, name: String) {
        let text = CheckText(check: check)
        self.name = name
        outcome =
            switch check.status {
            case .passed: .passed
            case .failed: .failure
            case .warning: .warning
            // JUnit knows nothing between a failure and a success, and a test page counts these.
            case .skipped, .inconclusive: .skipped
            }
        message = Self.message(of: check, text)
        let facts = [
            ("observed", text.observed), ("expected", text.expected), ("at", text.place),
        ]
        details =
            [message] + facts.compactMap { label, value in value.map { "\(label): \($0)" } }
            + text.rows
        time = NumberText.seconds(milliseconds: 0)
    }

    private static func message(of check: Check, _ text: CheckText) -> String {
        guard check.status == .inconclusive else {
            return text.message ?? "the check \(check.status.rawValue)"
        }
        let reason = text.message ?? "what was measured may lie on either side of the bound"
        return "inconclusive: \(reason)"
    }

    private init(_ stage: Stage, name: String) {
        self.name = name
        outcome =
            switch stage.status {
            case .passed: .passed
            case .failed: .failure
            case .error: .error
            case .skipped: .skipped
            }
        let problem = stage.problem
        message =
            problem?.title.printable(limit: 1000)
            ?? "the stage ended with status \(stage.exitCode)"
        details =
            [message]
            + [problem?.detail, problem?.hint.map { "hint: \($0)" }].compactMap {
                $0?.printable(limit: 4000)
            }
        time = NumberText.seconds(milliseconds: stage.durationMs ?? 0)
    }

    func write(className: String, to document: inout MarkupWriter) {
        let attributes: MarkupWriter.Attributes = [
            "classname": className, "name": name, "time": time,
        ]
        guard outcome != .passed else { return document.empty("testcase", attributes) }
        let lines = details.map(Self.withoutAttachment).joined(separator: "\n")
        // A type that is always the same: Rails, and with it GitLab, reads `integer` or `array`
        // there as the type of what stands inside.
        let trouble: MarkupWriter.Attributes = ["type": "check", "message": message]
        document.element("testcase", attributes) { document in
            switch outcome {
            case .passed: break
            case .warning: document.element("system-out", "warning: \(lines)")
            case .failure: document.element("failure", trouble, lines)
            case .error: document.element("error", trouble, lines)
            case .skipped: document.empty("skipped", ["message": message])
            }
        }
    }

    /// Jenkins and GitLab take `[[ATTACHMENT|path]]` in an output for a file to show.
    private static func withoutAttachment(_ line: String) -> String {
        var result = ""
        for character in line {
            if character == "[", result.hasSuffix("[") { result += " " }
            result.append(character)
        }
        return result
    }
}
