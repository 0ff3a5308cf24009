import Evaluation
import RunReporting

/// The metrics that matter most, and all others folded away.
struct MetricSection {
    let report: EvaluationReport
    let leading: LeadingMetrics

    var part: EvaluationPart? {
        let (main, others) = leading.parts
        guard !main.isEmpty else { return nil }
        return EvaluationPart(id: "metrics", title: "Metrics") { output in
            writeLegend(to: &output)
            table("Metrics", main).write(to: &output)
            guard !others.isEmpty else { return }
            output.element("details") { output in
                let count = NumberText.count(others.count)
                output.element(
                    "summary", "\(count) other \(others.count == 1 ? "metric" : "metrics")")
                table("Other metrics", others).write(to: &output)
            }
            output.newline()
        }
    }

    private func writeLegend(to output: inout MarkupWriter) {
        let hasBaseline = report.metrics.contains { $0.baseline != nil }
        let hasInterval = report.metrics.contains { $0.interval != nil }
        guard hasBaseline || hasInterval else { return }
        MarkLegend(report: report, hasBaseline: hasBaseline, hasInterval: hasInterval)
            .write(to: &output)
    }

    private func table(_ caption: String, _ metrics: [MetricComparison]) -> MetricTable {
        MetricTable(caption: caption, metrics: metrics, confidence: report.confidence)
    }
}
