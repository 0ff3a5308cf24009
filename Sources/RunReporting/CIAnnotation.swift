package import RunDocument

/// A message that a CI system shows beside a line of a file, or on top of a job's page.
package struct CIAnnotation: Hashable, Sendable {
    package enum Severity: String, Sendable { case error, warning }

    package let severity: Severity
    /// The tool, and the check if it is one's.
    package let title: String
    /// One line or several.
    package let message: String
    package var file: String?
    package var line: Int?

    /// GitHub shows no more of each kind for one step.
    private static let limit = 10

    /// - Parameters:
    ///   - title: any text.
    ///   - lines: any text; those that are nil are left out.
    package init(_ severity: Severity, title: String, lines: [String?]) {
        self.severity = severity
        self.title = title.printable().withoutLogCommands
        message = lines.compactMap { $0?.printable(limit: 1000).withoutLogCommands }
            .joined(separator: "\n")
    }

    /// What is to be said of a stage: its problem, its failed checks, and those that warn or are
    /// inconclusive; of a skipped stage nothing.
    package static func all(of stage: Stage) -> [CIAnnotation] {
        guard stage.status != .skipped else { return [] }
        let problem = stage.problem.map { CIAnnotation($0, of: stage.tool) }
        let failed = stage.checks.filter { $0.status == .failed }
        let open = stage.checks.filter { $0.status == .warning || $0.status == .inconclusive }
        let errors = [problem].compactMap(\.self) + failed.map { CIAnnotation(.error, $0, stage) }
        return limited(errors, stage)
            + limited(open.map { CIAnnotation(.warning, $0, stage) }, stage)
    }

    /// As many as are shown; the last one counts those that are not.
    private static func limited(_ annotations: [CIAnnotation], _ stage: Stage) -> [CIAnnotation] {
        guard annotations.count > limit else { return annotations }
        let omitted = NumberText.count(annotations.count - limit + 1)
        let last = CIAnnotation(
            annotations[0].severity, title: stage.tool,
            lines: ["and \(omitted) more; see the run document"])
        return annotations.prefix(limit - 1) + [last]
    }

    private init(_ problem: Problem, of tool: String) {
        self.init(
            .error, title: tool,
            lines: [problem.title, problem.detail, problem.hint.map { "hint: \($0)" }])
    }

    private init(_ severity: Severity, _ check: Check, _ stage: Stage) {
        let text = CheckText(check: check)
        self.init(
            severity, title: "\(stage.tool): \(text.name)",
            lines: [
                text.message ?? "the check \(check.status.rawValue)",
                text.observed.map { "observed: \($0)" }, text.expected.map { "expected: \($0)" },
            ])
        file = check.file.flatMap {
            $0.isEmpty ? nil : $0.printable(limit: 1000).withoutLogCommands
        }
        line = file == nil ? nil : check.line
    }
}
