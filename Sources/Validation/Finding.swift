package import RunDocument

/// The outcome of one check, with what a person is shown of it.
package struct Finding: Sendable {
    package var check: Check
    /// What it means if the check does not pass; see `with(_:)`.
    package internal(set) var severity = Severity.fail
    /// Whether what the check asks for does not hold, whatever its severity.
    package private(set) var isBroken = false
    package private(set) var offences: [Offence] = []
    /// What is said of an offence, as `is not a number`.
    package private(set) var complaint = ""
    /// Whether offences' values are text from the data.
    private var isQuoting = true

    /// A check that counts offences: it passes if there are none.
    init(
        _ kind: String,
        _ column: String? = nil,
        expected: String,
        complaint: String,
        quoting: Bool = true,
        _ tally: Tally
    ) {
        check = Check(
            id: column.map { "\(kind)/\($0)" } ?? kind,
            status: tally.count == 0 ? .passed : .failed,
            expected: expected
        )
        isBroken = tally.count > 0
        guard !tally.hasGivenUp else {
            giveUp()
            return
        }
        check["count"] = .integer(Int64(tally.count))
        self.complaint = complaint
        isQuoting = quoting
        offences = tally.offences
        guard let first = tally.offences.first else { return }
        check.observed = first.value.map(JSONValue.string)
        check.file = first.file
        check.line = first.line
        check["rows"] = .array(offences.map(\.json))
        check.message = line(first) + (tally.count > 1 ? " (\(tally.count) in all)" : "")
    }

    /// Makes it a failed check that counts nothing: which values come after the one that took too
    /// long depends on the number of threads.
    private mutating func giveUp() {
        isBroken = true
        check.status = .failed
        check.message =
            "'\(check.id)' was given up: a value takes too many steps to match; expected "
            + "'\(check.expected ?? "")', a pattern that should not repeat a repetition"
    }

    /// A check of the table as a whole.
    init(
        _ kind: String,
        column: String? = nil,
        passed: Bool,
        observed: JSONValue,
        expected: String,
        message: String
    ) {
        check = Check(
            id: column.map { "\(kind)/\($0)" } ?? kind,
            status: passed ? .passed : .failed,
            observed: observed,
            expected: expected,
            message: passed ? nil : "\(message); expected \(expected)"
        )
        isBroken = !passed
    }

    /// A check that could not be made: never a silent pass.
    ///
    /// - Parameter reason: as `'age' has more distinct values than are kept`.
    package init(skipping kind: String, _ column: String? = nil, reason: String) {
        check = Check(
            id: column.map { "\(kind)/\($0)" } ?? kind,
            status: .skipped,
            message: "not checked: \(reason)"
        )
    }

    /// The finding with the values of its offences as they may be shown.
    func redacted(_ shown: (_ column: String, _ value: String) -> String) -> Finding {
        var finding = self
        for index in offences.indices {
            guard let column = offences[index].column, let value = offences[index].value else {
                continue
            }
            finding.offences[index].value = shown(column, value)
        }
        guard finding.offences != offences, let first = finding.offences.first else { return self }
        finding.check.observed = first.value.map(JSONValue.string)
        finding.check["rows"] = .array(finding.offences.map(\.json))
        let count = check["count"]?.integerValue ?? 1
        finding.check.message = finding.line(first) + (count > 1 ? " (\(count) in all)" : "")
        return finding
    }

    /// Lines for a person, as `data.csv:17:4: 'abc' is not a number`, for a failed check.
    package var lines: [String] {
        offences.map(line)
    }

    private func line(_ offence: Offence) -> String {
        let subject = isQuoting ? offence.subject : offence.value ?? ""
        return "\(offence.place): \(subject) \(complaint)"
    }
}

extension Offence {
    /// As compilers write it: file, line and the cell's place in its row.
    var place: String {
        "\(file.printable):\(line)" + (position.map { ":\($0)" } ?? "")
    }

    /// The value and its column, as far as there are such.
    var subject: String {
        let name = column.map { "'\($0.printable)'" }
        let quoted = value.flatMap { $0.isEmpty ? nil : "'\($0.printable)'" }
        return switch (quoted, name) {
        case (let value?, let name?): "\(value) in \(name)"
        case (let value?, nil): value
        case (nil, let name?): name
        case (nil, nil): "the row"
        }
    }
}

extension String {
    /// Text from data in a line of its own: no line ends, no control characters.
    fileprivate var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
            )
        )
    }
}
