import Evaluation
import Markup

/// How the model does on parts of the data.
struct SliceSection {
    private static let dimensionLimit = 20
    private static let sliceLimit = 30

    let report: EvaluationReport
    let leading: LeadingMetrics

    var part: EvaluationPart? {
        guard !report.slices.isEmpty, let metric = leading.ofSlices else { return nil }
        let dimensions = dimensions
        return EvaluationPart(id: "slices", title: "Slices") { output in
            let whole = report.metrics.first { $0.name == metric }?.value
            MarkLegend(
                report: report,
                hasBaseline: report.slices.contains { $0.baseline[metric]??.isFinite == true },
                hasInterval: report.slices.contains { $0.intervals[metric] != nil },
                line: whole.map { "all rows: \(NumberText.measure($0))" }
            ).write(to: &output)
            let scale = SliceTable.scale(report.slices, metric, whole)
            for (name, slices) in dimensions.prefix(Self.dimensionLimit) {
                write(name, slices, metric, whole, scale, to: &output)
            }
            output.more(dimensions.count - Self.dimensionLimit, "dimensions")
        }
    }

    /// In the order in which the report first names them.
    private var dimensions: [(String, [SliceResult])] {
        var names: [String] = []
        var slices: [String: [SliceResult]] = [:]
        for slice in report.slices {
            if slices[slice.dimension] == nil { names.append(slice.dimension) }
            slices[slice.dimension, default: []].append(slice)
        }
        return names.map { ($0, slices[$0] ?? []) }
    }

    private func write(
        _ dimension: String,
        _ slices: [SliceResult],
        _ metric: String,
        _ whole: Double?,
        _ scale: PlotScale,
        to output: inout MarkupWriter
    ) {
        let isHigherBetter = leading.isHigherBetter(metric)
        let shown = slices.worst(
            Self.sliceLimit, metric, isHigherBetter: isHigherBetter)
        let name = dimension.isEmpty ? "(no name)" : dimension.printable(limit: 120)
        output.element("h3") { $0.element("bdi", name) }
        if let gap = SliceGap(slices, metric, isHigherBetter: isHigherBetter) {
            output.element("p", ["class": "words"]) { $0.element("bdi", gap.text) }
        }
        let table = SliceTable(
            name: name,
            metric: metric,
            isHigherBetter: isHigherBetter,
            whole: whole,
            slices: shown,
            scale: scale,
            hasBaseline: report.slices.contains { $0.baseline[metric]??.isFinite == true }
        )
        table.write(to: &output)
        output.more(slices.count - shown.count, "slices that do better")
        SliceNumbers(slices: shown, names: report.metrics.map(\.name)).write(to: &output)
    }
}

/// How far the best and the worst slice of a dimension are apart.
struct SliceGap {
    let text: String

    init?(_ slices: [SliceResult], _ metric: String, isHigherBetter: Bool) {
        let values = slices.compactMap { slice in
            (slice.metrics[metric] ?? nil).flatMap { $0.isFinite ? (slice.name, $0) : nil }
        }
        guard let low = values.min(by: { $0.1 < $1.1 }), let high = values.max(by: { $0.1 < $1.1 }),
            values.count > 1, low.1 < high.1
        else { return nil }
        let (worst, best) = isHigherBetter ? (low, high) : (high, low)
        let describe = { (slice: (String, Double)) in
            "\(NumberText.measure(slice.1)) (\(slice.0.printable(limit: 80)))"
        }
        text =
            "\(metric.printable(limit: 60)) from \(describe(worst)) to \(describe(best)): "
            + "a gap of \(NumberText.measure(high.1 - low.1))"
    }
}
