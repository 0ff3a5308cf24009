package import RunDocument

/// The outcome of one check of images, with what a person is shown of it.
package struct ImageFinding: Sendable {
    /// One file that breaks a rule, and how, as `is empty`.
    struct Offence: Sendable {
        let file: String
        let reason: String
    }

    package private(set) var check: Check
    /// Lines for a person, as `train/normal/a.png: is empty`, for a check that did not pass.
    package private(set) var lines: [String]

    /// How many offences are kept of a check.
    static let kept = 5

    /// A check that counts offences.
    ///
    /// - Parameters:
    ///   - failing: what the check is if there are more than `allowed` offences.
    init(
        _ id: String,
        of split: String?,
        expected: String,
        failing: Check.Status = .failed,
        allowed: Int = 0,
        observed: JSONValue? = nil,
        _ offences: [Offence]
    ) {
        let status: Check.Status = offences.count <= allowed ? .passed : failing
        check = Check(id: id, status: status, observed: observed, expected: expected)
        check.slice = split.map { ["split": .string($0)] }
        check["count"] = .integer(Int64(offences.count))
        let shown = offences.prefix(Self.kept)
        lines = status == .passed ? [] : shown.map { "\($0.file.printable): \($0.reason)" }
        guard let first = shown.first else { return }
        check["rows"] = .array(
            shown.map { ["file": .string($0.file), "reason": .string($0.reason)] })
        guard status != .passed else { return }
        check.file = first.file
        check.message = lines[0] + (offences.count > 1 ? " (\(offences.count) in all)" : "")
    }

    /// A check of a split as a whole.
    init(
        _ id: String,
        of split: String?,
        expected: String,
        failing: Check.Status = .failed,
        passed: Bool,
        observed: JSONValue,
        message: String
    ) {
        check = Check(
            id: id, status: passed ? .passed : failing, observed: observed, expected: expected)
        check.slice = split.map { ["split": .string($0)] }
        lines = passed ? [] : [message]
        if !passed { check.message = "\(message); expected \(expected)" }
    }
}

extension String {
    /// A name in a line of its own: no line ends, no control characters.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }
            )
        )
    }
}
