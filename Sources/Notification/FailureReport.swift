import RunDocument

/// Where a run broke, and on what.
package struct FailureReport: Sendable, Hashable {
    package struct FailedCheck: Sendable, Hashable {
        package let id: String
        package let message: String?
        /// As `data/train.csv, line 12`.
        package let place: String?
        package let slice: String?
        package let expected: String?
        package let observed: String?
        /// The first offending rows, one line each.
        package let rows: [String]
        /// The last lines of what a program said before it failed.
        package let log: [String]
    }

    package let stage: String
    package let title: String?
    package let detail: String?
    package let hint: String?
    package let checks: [FailedCheck]
    /// How many failed checks are only in the attached document.
    package let omitted: Int

    private static let checkLimit = 8
    private static let rowLimit = 5
    fileprivate static let logLimit = 20

    /// Nil if no stage failed.
    init?(_ run: Run) {
        guard let name = run.status.failedStage else { return nil }
        let stage = run.stages.last { stage in
            stage.name == name && (stage.status == .failed || stage.status == .error)
        }
        let failed = stage?.checks.filter { $0.status == .failed } ?? []
        self.stage = name
        title = stage?.problem?.title
        detail = stage?.problem?.detail
        hint = stage?.problem?.hint
        checks = failed.prefix(Self.checkLimit).map(FailedCheck.init)
        omitted = max(0, failed.count - Self.checkLimit)
    }

    fileprivate static func rows(of check: Check) -> [String] {
        (check["rows"]?.arrayValue ?? []).prefix(rowLimit).map { row in
            guard let members = row.objectValue else { return text(row) }
            let place = place(file: members["file"]?.stringValue, line: members["line"])
            let column = members["column"].map(text)
            let value = members["value"].map { "'\(text($0))'" }
            let known = ["file", "line", "column", "value"]
            let rest = members.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }
                .map { "\($0.key) \(text($0.value))" }
            let cell = [column, value].compactMap(\.self).joined(separator: " = ")
            let parts = [place, cell.isEmpty ? nil : cell].compactMap(\.self) + rest
            return parts.joined(separator: ": ")
        }
    }

    fileprivate static func place(file: String?, line: JSONValue?) -> String? {
        let line = line?.integerValue.map { "line \($0)" }
        let parts = [file, line].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    fileprivate static func text(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .number(let number): NumberText.plain(number)
        case .object(let members):
            members.sorted { $0.key < $1.key }.map { "\($0.key) = \(text($0.value))" }
                .joined(separator: ", ")
        default: value.canonicalText()
        }
    }
}

extension FailureReport.FailedCheck {
    fileprivate init(_ check: Check) {
        id = check.id
        message = check.message
        place = FailureReport.place(
            file: check.file,
            line: check.line.map { .integer(Int64($0)) }
        )
        slice = check.slice.map(FailureReport.text)
        expected = check.expected
        observed = check.observed.map { $0 == .null ? "nothing" : FailureReport.text($0) }
        rows = FailureReport.rows(of: check)
        log = (check["log"]?.arrayValue ?? []).suffix(FailureReport.logLimit)
            .compactMap { $0.stringValue }
    }
}
