import Evaluation
import Markup

/// The slices of one dimension, on the scale of all.
struct SliceTable {
    let name: String
    let metric: String
    let isHigherBetter: Bool
    /// The metric of all rows.
    let whole: Double?
    let slices: [SliceResult]
    let scale: PlotScale
    let hasBaseline: Bool

    func write(to output: inout MarkupWriter) {
        var columns: [FigureTable.Column] = [
            .init(label: "Slice"), .init(label: "Rows", kind: "rate"),
            .init(label: metric.printable(limit: 60), kind: "number"),
            .init(
                label: "\(NumberText.rounded(scale.low)) to \(NumberText.rounded(scale.high))",
                kind: "strip tall"),
        ]
        if hasBaseline {
            columns += [
                .init(label: "Baseline", kind: "number"), .init(label: "Change", kind: "number"),
            ]
        }
        let table = FigureTable(kind: "slices", caption: "Slices by \(name)", columns: columns)
        let most = slices.map(\.rowCount).max() ?? 1
        table.write(slices.map { row($0, most) }, to: &output)
    }

    /// Covers what the slices have and the value of all rows.
    static func scale(
        _ slices: [SliceResult],
        _ metric: String,
        _ whole: Double?
    ) -> PlotScale {
        let numbers = slices.flatMap { slice in
            [
                slice.metrics[metric] ?? nil, slice.baseline[metric] ?? nil,
                slice.intervals[metric]?.lower, slice.intervals[metric]?.upper,
            ]
        }
        return PlotScale(covering: (numbers + [whole]).compactMap(\.self), padding: 0.06)
    }

    private func row(_ slice: SliceResult, _ most: Int) -> FigureTable.Row {
        let value = slice.metrics[metric] ?? nil
        let baseline = slice.baseline[metric] ?? nil
        let words = RangeWords(
            value: value, interval: slice.intervals[metric], baseline: baseline)
        var strip = RangeStrip(
            scale: scale, title: "\(slice.name.printable(limit: 120)): \(words.text)", value: value)
        strip.interval = slice.intervals[metric]
        strip.baseline = baseline
        strip.line = whole
        var cells: [FigureTable.Cell] = [
            .data(slice.name),
            .init { output in
                output.element("span", NumberText.count(slice.rowCount))
                let share = Double(max(0, slice.rowCount)) / Double(max(1, most))
                BarDrawing(share: share, kind: "rate", title: nil).write(to: &output)
            },
            .init { $0.element("strong", value.map(NumberText.measure) ?? "not defined") },
            .init { strip.write(to: &$0) },
        ]
        if hasBaseline {
            let change = MetricChange(slice, metric, isHigherBetter: isHigherBetter)
            cells += [.number(baseline), .change(change)]
        }
        return FigureTable.Row(cells: cells)
    }
}

extension FigureTable.Cell {
    static func change(_ change: MetricChange?) -> Self {
        Self { output in
            guard let change else { return output.element("span", ["class": "soft"], "–") }
            change.write(to: &output)
        }
    }
}
