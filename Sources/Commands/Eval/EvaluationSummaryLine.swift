import CommandLineTool
import Evaluation

/// The evaluation in a line, for who watches.
struct EvaluationSummaryLine {
    private let report: EvaluationReport

    init(_ report: EvaluationReport) { self.report = report }

    func write(_ diagnostics: Diagnostics) {
        let parts = report.metrics.prefix(Metrics.main(of: report.task).count).compactMap {
            metric -> String? in
            guard let value = metric.value else { return nil }
            let range = metric.interval.map { " [\(Self.text($0.lower)), \(Self.text($0.upper))]" }
            let before = metric.baseline.map { " (baseline \(Self.text($0)))" }
            return "\(metric.name) \(Self.text(value))\(range ?? "")\(before ?? "")"
        }
        diagnostics.note("\(report.rowCount) rows: \(parts.joined(separator: ", "))")
    }

    private static func text(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }
}
