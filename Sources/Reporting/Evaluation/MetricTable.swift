import Evaluation
import Markup

/// Metrics, with the baseline's beside them.
struct MetricTable {
    private static let limit = 200

    let caption: String
    let metrics: [MetricComparison]
    /// Of the intervals; nil if there are none.
    let confidence: Double?

    private var hasBaseline: Bool { metrics.contains { $0.baseline != nil } }
    private var hasIntervals: Bool { metrics.contains { $0.interval != nil } }

    func write(to output: inout MarkupWriter) {
        table.write(metrics.prefix(Self.limit).map(row), to: &output)
        output.more(metrics.count - Self.limit, "metrics")
    }

    private var table: FigureTable {
        var columns: [FigureTable.Column] = [
            .init(label: "Metric"), .init(label: "Value", kind: "number"),
        ]
        if hasIntervals { columns.append(.init(label: intervalLabel, kind: "number wide")) }
        if hasIntervals || hasBaseline {
            columns.append(
                .init(label: "Range", kind: "strip", hint: RangeWords.hint(confidence)))
        }
        if hasBaseline {
            columns += [
                .init(label: "Baseline", kind: "number"), .init(label: "Change", kind: "number"),
            ]
        }
        let kind = columns.count > 2 ? "metrics" : "metrics narrow"
        return FigureTable(kind: kind, caption: caption, columns: columns)
    }

    private var intervalLabel: String {
        confidence.map { "\(NumberText.value($0 * 100))% interval" } ?? "Interval"
    }

    private func row(_ metric: MetricComparison) -> FigureTable.Row {
        var cells: [FigureTable.Cell] = [
            .init { output in
                output.element("bdi", ["class": "name"], metric.name.printable(limit: 120))
                let words = metric.isHigherBetter ? "higher is better" : "lower is better"
                output.element("small", words)
            },
            .init { output in
                output.element(
                    "strong", metric.value.map(NumberText.measure) ?? "not defined")
            },
        ]
        if hasIntervals {
            cells.append(.text(metric.interval.map { NumberText.range($0.lower, $0.upper) }))
        }
        if hasIntervals || hasBaseline { cells.append(.init { strip(metric)?.write(to: &$0) }) }
        if hasBaseline {
            cells += [
                .number(metric.baseline), .change(MetricChange(metric)),
            ]
        }
        return FigureTable.Row(cells: cells)
    }

    private func strip(_ metric: MetricComparison) -> RangeStrip? {
        guard let value = metric.value, metric.interval != nil || metric.baseline != nil else {
            return nil
        }
        let numbers = [value, metric.interval?.lower, metric.interval?.upper, metric.baseline]
        let words = RangeWords(
            value: value, interval: metric.interval, baseline: metric.baseline)
        return RangeStrip(
            scale: PlotScale(covering: numbers.compactMap(\.self), padding: 0.12),
            title: "\(metric.name.printable(limit: 120)): \(words.text)",
            value: value,
            interval: metric.interval,
            baseline: metric.baseline
        )
    }
}
