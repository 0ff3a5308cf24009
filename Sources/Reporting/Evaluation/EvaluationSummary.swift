package import Evaluation
import Markup
package import RunDocument

/// An evaluation as Markdown, for a comment on a change.
package enum EvaluationSummary {
    /// The verdict, the gates, the metrics beside the baseline's, and how parts of the data fare,
    /// within what a comment holds.
    package static func markdown(_ report: EvaluationReport, _ stage: Stage) -> String {
        let (main, others) = LeadingMetrics(report: report, checks: stage.checks).parts
        return text(
            headline(report.candidate.name, stage) + subject(report) + problem(stage), stage,
            [
                SummaryTable.gates(GateResult.all(stage.checks, report.metrics, report.slices)),
                SummaryTable.checks(stage.checks), SummaryTable.metrics(main),
                SummaryTable.otherMetrics(others),
                SummaryTable.slices(
                    report, LeadingMetrics(report: report, checks: stage.checks)),
                SummaryTable.weakSlices(report.weakSlices),
                SummaryTable.groups(report.fairness), SummaryTable.fairness(report.fairness),
                SummaryTable.latencies(report.latencies),
            ])
    }

    /// The verdict, the gates and the latencies of a service of which nothing else is known.
    package static func markdown(_ latencies: [LatencyResult], _ stage: Stage) -> String {
        text(
            headline(latencies.first?.target ?? stage.name, stage) + problem(stage), stage,
            [
                SummaryTable.gates(GateResult.all(stage.checks, [], [])),
                SummaryTable.checks(stage.checks), SummaryTable.latencies(latencies),
            ])
    }

    private static func text(_ head: String, _ stage: Stage, _ parts: [SummaryTable]) -> String {
        let counts = CheckCounts(stage.checks)
        let foot = counts.total == 0 ? "" : "\n\(counts.sentence).\n"
        // Room for the lines that count what was left out.
        var room = MarkdownReport.limit - head.utf8.count - foot.utf8.count - 1000
        return head + parts.map { $0.text(&room) }.joined() + foot
    }

    private static func headline(_ name: String, _ stage: Stage) -> String {
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
        return "### \(mark) \(MarkdownText.code(name)) \(verdict)\n"
    }

    /// What was compared on what.
    private static func subject(_ report: EvaluationReport) -> String {
        let rows = "\(NumberText.count(report.rowCount)) \(report.rowCount == 1 ? "row" : "rows")"
        let baseline = report.baseline.map { ", against \(MarkdownText.code($0.name))" } ?? ""
        let confidence =
            report.confidence.map { ", intervals at \(NumberText.value($0 * 100))%" } ?? ""
        return "\nOn \(rows) of \(MarkdownText.code(report.data))\(baseline)\(confidence).\n"
    }

    private static func problem(_ stage: Stage) -> String {
        guard let problem = stage.problem else { return "" }
        let parts = [problem.title, problem.detail, problem.hint.map { "hint: \($0)" }]
        return parts.compactMap(\.self).map { "\n" + MarkdownText.code($0, limit: 1000) + "\n" }
            .joined()
    }
}
