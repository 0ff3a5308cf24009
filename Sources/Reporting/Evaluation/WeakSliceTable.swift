import Evaluation
import RunReporting

/// The parts of the data on which the model does worst, as a search found them.
struct WeakSliceTable {
    private static let limit = 20

    let report: EvaluationReport

    var part: EvaluationPart? {
        guard !report.weakSlices.isEmpty else { return nil }
        return EvaluationPart(id: "weak-slices", title: "Weakest slices") { output in
            output.element(
                "p", ["class": "legend"],
                "Found by search. The effect is the difference of the mean losses in standard "
                    + "deviations: 0.2 is small, 0.5 medium, 0.8 large. p is corrected for the "
                    + "number of slices that were tried.")
            output.newline()
            table.write(report.weakSlices.prefix(Self.limit).map(row), to: &output)
            output.more(report.weakSlices.count - Self.limit, "slices")
        }
    }

    private var table: FigureTable {
        FigureTable(
            kind: "weak",
            caption: "Slices on which the model does worst",
            columns: [
                .init(label: "Slice"), .init(label: "Rows", kind: "rate"), .init(label: "Metric"),
                .init(label: "Here", kind: "number"), .init(label: "Elsewhere", kind: "number"),
                .init(label: "Difference", kind: "number"), .init(label: "Effect", kind: "rate"),
                .init(label: "p", kind: "number"),
            ])
    }

    private func row(_ slice: WeakSlice) -> FigureTable.Row {
        let share = Double(max(0, slice.rowCount)) / Double(max(1, report.rowCount))
        return FigureTable.Row(cells: [
            .data(slice.name),
            .init { output in
                output.element("span", NumberText.count(slice.rowCount))
                BarDrawing(share: min(1, share), kind: "rate", title: nil).write(to: &output)
            },
            .data(slice.metric, limit: 60),
            .init { $0.element("strong", NumberText.measure(slice.value)) },
            .number(slice.others),
            .text(NumberText.change(slice.value - slice.others, of: slice.value)),
            .init { output in
                output.element("span", "\(NumberText.rounded(slice.effectSize)) \(size(slice))")
                // An effect of 1 is as large as one has to look at.
                let share = slice.effectSize.isFinite ? min(1, slice.effectSize.magnitude) : 0
                BarDrawing(share: share, kind: "rate", title: nil).write(to: &output)
            },
            .text(slice.pValue < 0.0001 ? "<0.0001" : NumberText.probability(slice.pValue)),
        ])
    }

    /// Cohen's words.
    private func size(_ slice: WeakSlice) -> String {
        switch slice.effectSize.magnitude {
        case ..<0.2: "tiny"
        case ..<0.5: "small"
        case ..<0.8: "medium"
        default: "large"
        }
    }
}
