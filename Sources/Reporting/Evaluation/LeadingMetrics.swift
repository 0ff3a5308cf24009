import Evaluation
import RunDocument

/// Which metrics matter most: those that a gate holds, then those that the task is known by.
struct LeadingMetrics {
    let report: EvaluationReport
    let checks: [Check]

    /// Those that have a value, each once, the most important first.
    var metrics: [MetricComparison] {
        let known = Dictionary(
            report.metrics.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let gated = checks.filter { $0.slice == nil && GateBounds($0) != nil }.map(\.id)
        var seen: Set<String> = []
        return (gated + Metrics.main(of: report.task) + report.metrics.map(\.name)).compactMap {
            name in
            guard let metric = known[name], metric.value != nil, seen.insert(name).inserted else {
                return nil
            }
            return metric
        }
    }

    /// The report's metrics: those that the task is known by or a gate holds, and all others.
    ///
    /// All are main ones where none would be.
    var parts: (main: [MetricComparison], others: [MetricComparison]) {
        let gates = checks.filter { GateBounds($0) != nil }
        let names = Set(
            Metrics.main(of: report.task) + gates.map { $0["metric"]?.stringValue ?? $0.id })
        let main = report.metrics.filter { names.contains($0.name) }
        guard !main.isEmpty else { return (report.metrics, []) }
        return (main, report.metrics.filter { !names.contains($0.name) })
    }

    /// The first that the slices tell, too.
    var ofSlices: String? {
        let told = Set(report.slices.flatMap { $0.metrics.filter { $0.value != nil }.keys })
        return metrics.first { told.contains($0.name) }?.name ?? told.min()
    }

    func isHigherBetter(_ metric: String) -> Bool {
        report.metrics.first { $0.name == metric }?.isHigherBetter
            ?? (Metrics.direction(of: metric) == .higherIsBetter)
    }
}
