import Evaluation
import Markup

extension SummaryTable {
    private static let metricLimit = 40

    /// Those that matter most.
    static func metrics(_ metrics: [MetricComparison]) -> SummaryTable {
        var table = table(of: metrics)
        table.title = "Metrics"
        return table
    }

    /// All others, folded away.
    static func otherMetrics(_ metrics: [MetricComparison]) -> SummaryTable {
        var table = table(of: metrics)
        table.title = "Other metrics"
        table.isFolded = true
        return table
    }

    private static func table(of metrics: [MetricComparison]) -> SummaryTable {
        let hasBaseline = metrics.contains { $0.baseline != nil }
        let hasInterval = metrics.contains { $0.interval != nil }
        var columns: [Column] = [.text("Metric"), .number("Value")]
        if hasInterval { columns.append(.number("Interval")) }
        if hasBaseline { columns += [.number("Baseline"), .number("Change")] }
        let rows = metrics.prefix(metricLimit).map { metric -> [String] in
            var cells = [
                MarkdownText.code(metric.name),
                metric.value.map { "**\(NumberText.measure($0))**" } ?? "not defined",
            ]
            if hasInterval {
                cells.append(metric.interval.map { NumberText.range($0.lower, $0.upper) } ?? "")
            }
            if hasBaseline {
                cells.append(metric.baseline.map(NumberText.measure) ?? "")
                cells.append(MetricChange(metric)?.markdown ?? "")
            }
            return cells
        }
        return SummaryTable(columns: columns, rows: rows, count: metrics.count)
    }
}

extension MetricChange {
    /// As `🟢 ▲ +0.0123 better`; the colour only says again what the word says.
    var markdown: String {
        let colour =
            switch kind {
            case .better: "🟢"
            case .worse: "🔴"
            case .unclear, .none: "⚪"
            }
        return "\(colour) \(arrow) \(text) \(word)"
    }
}
