package import Evaluation
package import RunDocument

/// An evaluation as Markdown, for a comment on a change.
package enum EvaluationSummary {
    private static let metricLimit = 40
    private static let sliceLimit = 10

    /// The verdict, the metrics beside the baseline's, and what failed, within what a comment holds.
    package static func markdown(_ report: EvaluationReport, _ stage: Stage) -> String {
        let head = headline(report, stage) + subject(report) + problem(stage)
        let counts = CheckCounts(stage.checks)
        let foot =
            counts.total == 0
            ? "" : "\n\(NumberText.count(counts.total)) checks: \(counts.phrase).\n"
        let parts = [
            SummaryTable.metrics(report, limit: metricLimit),
            SummaryTable.checks(report, stage.checks),
            SummaryTable.weakSlices(report, limit: sliceLimit),
        ]
        // Room for the lines that count what was left out.
        var room = MarkdownReport.limit - head.utf8.count - foot.utf8.count - 600
        let tables = parts.map { $0.text(&room) }
        return head + tables.joined() + foot
    }

    private static func headline(_ report: EvaluationReport, _ stage: Stage) -> String {
        let counts = CheckCounts(stage.checks)
        let (mark, verdict) =
            switch stage.status {
            case .error: ("❌", "could not be evaluated")
            case .skipped: ("⏭️", "was not evaluated")
            case .failed where counts.failed == 0 && counts.inconclusive > 0:
                ("🟡", "is inconclusive")
            case .failed: ("❌", "failed")
            case .passed where counts.inconclusive > 0: ("🟡", "is inconclusive")
            case .passed where counts.warned > 0: ("⚠️", "passed with warnings")
            case .passed: ("✅", "passed")
            }
        return "### \(mark) \(MarkdownText.code(report.candidate.name)) \(verdict)\n\n"
    }

    /// What was compared on what.
    private static func subject(_ report: EvaluationReport) -> String {
        let rows = "\(NumberText.count(report.rowCount)) \(report.rowCount == 1 ? "row" : "rows")"
        let baseline = report.baseline.map { ", against \(MarkdownText.code($0.name))" } ?? ""
        let confidence =
            report.confidence.map { ", intervals at \(NumberText.value($0 * 100))%" } ?? ""
        return "On \(rows) of \(MarkdownText.code(report.data))\(baseline)\(confidence).\n"
    }

    private static func problem(_ stage: Stage) -> String {
        guard let problem = stage.problem else { return "" }
        let parts = [problem.title, problem.detail, problem.hint.map { "hint: \($0)" }]
        return parts.compactMap(\.self).map { "\n" + MarkdownText.code($0, limit: 1000) + "\n" }
            .joined()
    }
}
