import CommandLineTool
import Evaluation
import Reporting
import RunDocument
import RunReporting

/// Writes the reports that were asked for.
struct EvalReports {
    private let options: EvaluationReportOptions

    init(_ options: EvaluationReportOptions) { self.options = options }

    /// - Parameters:
    ///   - report: nil if the evaluation could not be done, or was of a service alone.
    ///   - latencies: of a service alone.
    /// - Returns: the files, as artifacts of the stage.
    func write(
        _ report: EvaluationReport?, latencies: [LatencyResult] = [], _ stage: Stage
    ) throws -> [Artifact] {
        var artifacts = try [
            Artifact.report("summary", options.markdown, "text/markdown") {
                Self.summary(report, latencies, stage)
            }
        ]
        guard let report else { return artifacts.compactMap(\.self) }
        artifacts += try [
            Artifact.report("report-page", options.html, "text/html") {
                EvaluationPage(report, checks: stage.checks).html
            },
            Artifact.report("report", options.report, "application/json") {
                report.json.canonicalText() + "\n"
            },
        ]
        return artifacts.compactMap(\.self)
    }

    /// The verdict, the metrics and the gates, as Markdown.
    static func summary(
        _ report: EvaluationReport?, _ latencies: [LatencyResult], _ stage: Stage
    ) -> String {
        if let report { return EvaluationSummary.markdown(report, stage) }
        return latencies.isEmpty
            ? MarkdownReport.text(stage) : EvaluationSummary.markdown(latencies, stage)
    }
}
