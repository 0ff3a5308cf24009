import Evaluation
import RunReporting

/// How far predicted numbers are from the true ones.
struct ResidualSection {
    private static let pointLimit = 1000
    private static let binLimit = 200

    let report: EvaluationReport

    var part: EvaluationPart? {
        guard let residuals = report.residuals else { return nil }
        let sample = residuals.sample.filter(\.isFinite)
        let bins = residuals.histogram.filter {
            $0.lower.isFinite && $0.upper > $0.lower && $0.upper.isFinite && $0.weight >= 0
                && $0.weight.isFinite
        }
        guard !sample.isEmpty || !bins.isEmpty else { return nil }
        return EvaluationPart(id: "residuals", title: "Predicted and true") { output in
            output.element("div", ["class": "plots"]) { output in
                output.newline()
                if !sample.isEmpty { writeScatter(sample, to: &output) }
                if !bins.isEmpty { writeHistogram(bins, to: &output) }
            }
            output.newline()
        }
    }

    private func writeScatter(_ sample: [CurvePoint], to output: inout MarkupWriter) {
        let count = min(sample.count, Self.pointLimit)
        let points = (0..<count).map { sample[$0 * sample.count / count] }
        let scale = PlotScale(covering: points.flatMap { [$0.x, $0.y] }, padding: 0.04)
        let rows = "\(NumberText.count(report.rowCount)) \(report.rowCount == 1 ? "row" : "rows")"
        let words =
            count == report.rowCount
            ? "\(rows)." : "\(NumberText.count(count)) of \(rows), evenly chosen."
        let frame = PlotFrame(
            title: "Predicted over true",
            summary: "\(words) On the line a prediction is right; above it, too high.",
            x: .init(label: "True", scale: scale),
            y: .init(label: "Predicted", scale: scale)
        )
        let figure = PlotFigure(
            title: "Predicted over true",
            words: words,
            keys: [.init(kind: "chance", label: "predicted = true")]
        )
        figure.write(to: &output) { output in
            frame.write(to: &output) { output in
                frame.line(
                    "chance", from: (scale.low, scale.low), to: (scale.high, scale.high),
                    in: &output)
                // One path for all: a circle each would be most of the page.
                let path = points.map { "M\(frame.place($0.x, $0.y))h.01" }.joined()
                output.empty("path", ["class": "line cloud", "d": path])
            }
        } numbers: { output in
            Self.writeSample(points, to: &output)
        }
    }

    private static func writeSample(_ points: [CurvePoint], to output: inout MarkupWriter) {
        let table = FigureTable(
            kind: "plain",
            caption: "Rows of the plot",
            columns: ["True", "Predicted", "Predicted − true"].map {
                .init(label: $0, kind: "number")
            })
        let count = min(points.count, 50)
        let rows = (0..<count).map { index in
            let point = points[index * points.count / count]
            return FigureTable.Row(cells: [
                .number(point.x), .number(point.y),
                .text(NumberText.change(point.y - point.x, of: point.x)),
            ])
        }
        table.write(rows, to: &output)
        output.more(points.count - count, "points")
    }

    private func writeHistogram(
        _ bins: [ResidualSummary.Bin],
        to output: inout MarkupWriter
    ) {
        let bins = Array(bins.prefix(Self.binLimit))
        let total = max(bins.reduce(0) { $0 + $1.weight }, .leastNormalMagnitude)
        let peak = bins.map { $0.weight / total }.max() ?? 1
        let frame = PlotFrame(
            title: "Residuals",
            summary: "Share of the rows by predicted − true, in \(bins.count) bins",
            x: .init(
                label: "Predicted − true",
                scale: PlotScale(covering: bins.flatMap { [$0.lower, $0.upper] })),
            y: .init(
                label: "Share of the rows",
                scale: PlotScale(from: 0, to: max(peak, 1e-9)),
                format: NumberText.percentTick)
        )
        PlotFigure(title: "Residuals", words: "Right of 0 the prediction is too high.").write(
            to: &output
        ) { output in
            frame.write(to: &output) { output in
                for bin in bins { write(bin, bin.weight / total, frame, to: &output) }
                if frame.xAxis.scale.holds(0) {
                    frame.line("whole", from: (0, 0), to: (0, peak), in: &output)
                }
            }
        } numbers: { output in
            Self.writeBins(bins, total, to: &output)
        }
    }

    private func write(
        _ bin: ResidualSummary.Bin,
        _ share: Double,
        _ frame: PlotFrame,
        to output: inout MarkupWriter
    ) {
        let (start, end, top) = (frame.x(bin.lower), frame.x(bin.upper), frame.y(share))
        output.element(
            "rect",
            [
                "class": "column", "x": NumberText.coordinate(start + 0.4),
                "y": NumberText.coordinate(top),
                "width": NumberText.coordinate(max(0.5, end - start - 0.8)),
                "height": NumberText.coordinate(frame.y(0) - top),
            ]
        ) { output in
            let range = NumberText.range(bin.lower, bin.upper)
            output.element("title", "\(range): \(NumberText.percent(share))")
        }
    }

    private static func writeBins(
        _ bins: [ResidualSummary.Bin],
        _ total: Double,
        to output: inout MarkupWriter
    ) {
        let table = FigureTable(
            kind: "plain",
            caption: "Bins of the residuals",
            columns: ["From", "To", "Weight", "Share"].map { .init(label: $0, kind: "number") })
        let rows = bins.map { bin in
            FigureTable.Row(cells: [
                .number(bin.lower), .number(bin.upper), .text(NumberText.value(bin.weight)),
                .text(NumberText.percent(bin.weight / total)),
            ])
        }
        table.write(rows, to: &output)
    }
}
