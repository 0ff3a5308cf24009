import Evaluation
import RunReporting

/// The bins of calibration curves as a table.
struct CalibrationNumbers {
    let isWeighted: Bool
    let curves: [ClassCurves]

    func write(to output: inout MarkupWriter) {
        let table = FigureTable(
            kind: "plain",
            caption: "Bins of the calibration",
            columns: [.init(label: "Label")]
                + ["Mean score", "Share with the label", isWeighted ? "Weight" : "Rows"]
                .map { .init(label: $0, kind: "number") }
        )
        let rows = curves.flatMap { curves in
            CalibrationPlot.bins(curves).prefix(30).map { bin in
                FigureTable.Row(cells: [
                    .data(curves.label, limit: 60), .number(bin.meanScore),
                    .number(bin.positiveShare), .text(NumberText.value(bin.weight)),
                ])
            }
        }
        table.write(rows, to: &output)
    }
}
