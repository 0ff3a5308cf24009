import Evaluation
import Markup

extension SummaryTable {
    private static let (sliceLimit, weakLimit) = (20, 10)

    /// How the metric that matters most comes out on parts of the data; the worst if they are many.
    static func slices(_ report: EvaluationReport, _ leading: LeadingMetrics) -> SummaryTable {
        guard let metric = leading.ofSlices else {
            return SummaryTable(columns: [], rows: [], count: 0)
        }
        let isHigherBetter = leading.isHigherBetter(metric)
        let slices = report.slices.worst(sliceLimit, metric, isHigherBetter: isHigherBetter)
        let hasInterval = slices.contains { $0.intervals[metric] != nil }
        let hasBaseline = slices.contains { $0.baseline[metric]??.isFinite == true }
        var columns: [Column] = [
            .text("Slice"), .number("Rows"), .number(MarkdownText.code(metric, limit: 60)),
        ]
        if hasInterval { columns.append(.number("Interval")) }
        if hasBaseline { columns += [.number("Baseline"), .number("Change")] }
        let rows = slices.map { slice in
            var cells = [
                MarkdownText.code(slice.name), NumberText.count(slice.rowCount),
                (slice.metrics[metric] ?? nil).map { "**\(NumberText.measure($0))**" }
                    ?? "not defined",
            ]
            if hasInterval {
                let interval = slice.intervals[metric]
                cells.append(interval.map { NumberText.range($0.lower, $0.upper) } ?? "")
            }
            if hasBaseline {
                let change = MetricChange(slice, metric, isHigherBetter: isHigherBetter)
                cells.append((slice.baseline[metric] ?? nil).map(NumberText.measure) ?? "")
                cells.append(change?.markdown ?? "")
            }
            return cells
        }
        return SummaryTable(
            title: "Slices", columns: columns, rows: rows, count: report.slices.count)
    }

    static func weakSlices(_ slices: [WeakSlice]) -> SummaryTable {
        SummaryTable(
            title: "Weakest slices",
            columns: [
                .text("Slice"), .number("Rows"), .text("Metric"), .number("Here"),
                .number("Elsewhere"), .number("Effect"),
            ],
            rows: slices.prefix(weakLimit).map { slice in
                [
                    MarkdownText.code(slice.name), NumberText.count(slice.rowCount),
                    MarkdownText.code(slice.metric), NumberText.measure(slice.value),
                    NumberText.measure(slice.others), NumberText.rounded(slice.effectSize),
                ]
            },
            count: slices.count
        )
    }
}

extension [SliceResult] {
    /// As they are, or those that do worst if there are more than so many.
    func worst(_ limit: Int, _ metric: String, isHigherBetter: Bool) -> [SliceResult] {
        guard count > limit else { return self }
        let ranks = map { slice -> Double in
            guard let value = slice.metrics[metric] ?? nil, value.isFinite else { return .infinity }
            return isHigherBetter ? value : -value
        }
        let ranked = indices.sorted {
            ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0] < ranks[$1]
        }
        return ranked.prefix(limit).map { self[$0] }
    }
}
