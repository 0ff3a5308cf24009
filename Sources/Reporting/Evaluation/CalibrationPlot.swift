import Evaluation
import Markup

/// Whether of the rows with a score of 0.8 about 80% do have the label.
struct CalibrationPlot {
    let report: EvaluationReport

    private var curves: [ClassCurves] { CurveSection.drawn(report.curves) }

    /// Those that can be drawn, by their scores.
    static func bins(_ curves: ClassCurves) -> [CalibrationBin] {
        curves.calibration
            .filter {
                $0.meanScore.isFinite && $0.positiveShare.isFinite && $0.weight > 0
                    && $0.weight < 1e300
            }
            .sorted { $0.meanScore < $1.meanScore }
    }

    private var isSingle: Bool { report.curves.count == 1 }

    func write(to output: inout MarkupWriter) {
        let curves = curves
        let keys = curves.enumerated().map { index, curves in
            PlotFigure.Key(
                kind: "curve c\(index + 1)",
                label: isSingle ? "this model" : curves.label.printable(limit: 60),
                detail: curves.calibrationError.map { "ECE \(NumberText.measure($0))" }
            )
        }
        let figure = PlotFigure(
            title: "Calibration",
            words: words,
            keys: keys + noiseKey + [.init(kind: "chance", label: "perfectly calibrated")]
        )
        figure.write(to: &output) { output in
            writeCurves(curves, to: &output)
            if isSingle, let only = curves.first {
                ScoreHistogram(bins: Self.bins(only)).write(to: &output)
            }
        } numbers: { output in
            CalibrationNumbers(isWeighted: report.isWeighted, curves: curves).write(to: &output)
        }
    }

    private var noiseKey: [PlotFigure.Key] {
        isSingle && !report.isWeighted ? [.init(kind: "noise", label: "95% interval")] : []
    }

    private var words: String {
        guard isSingle else { return CurveSection.omission(report.curves.count) }
        let bins = curves.first.map(Self.bins) ?? []
        let total = bins.reduce(0) { $0 + $1.weight }
        // A bin of a few rows is far off by chance.
        let worst = bins.filter { $0.weight >= total / 100 }.max {
            ($0.positiveShare - $0.meanScore).magnitude
                < ($1.positiveShare - $1.meanScore).magnitude
        }
        guard let worst else { return "" }
        return "Farthest off: where the score is about \(NumberText.rounded(worst.meanScore)), "
            + "\(NumberText.percent(worst.positiveShare)) have the label."
    }

    private func writeCurves(_ curves: [ClassCurves], to output: inout MarkupWriter) {
        let unit = PlotScale(from: 0, to: 1)
        let frame = PlotFrame(
            title: "Calibration curve",
            summary: "Share of rows with the label by mean score of the bin. \(words)",
            x: .init(label: "Mean score", scale: unit),
            y: .init(label: "Share with the label", scale: unit)
        )
        frame.write(to: &output) { output in
            frame.line("chance", from: (0, 0), to: (1, 1), in: &output)
            for (index, curves) in curves.enumerated() {
                write(Self.bins(curves), "c\(index + 1)", frame, to: &output)
            }
        }
    }

    private func write(
        _ bins: [CalibrationBin],
        _ colour: String,
        _ frame: PlotFrame,
        to output: inout MarkupWriter
    ) {
        guard !bins.isEmpty else { return }
        let places = bins.map { frame.place($0.meanScore, $0.positiveShare) }
        output.empty(
            "path", ["class": "line curve \(colour)", "d": "M" + places.joined(separator: "L")])
        for bin in bins {
            writeNoise(bin, frame, to: &output)
            output.element(
                "circle",
                [
                    "class": "spot \(colour)", "r": "4",
                    "cx": NumberText.coordinate(frame.x(bin.meanScore)),
                    "cy": NumberText.coordinate(frame.y(bin.positiveShare)),
                ]
            ) { output in
                let score = NumberText.rounded(bin.meanScore)
                let share = NumberText.percent(bin.positiveShare)
                output.element(
                    "title", "score \(score): \(share) of \(NumberText.value(bin.weight)) rows")
            }
        }
    }

    /// How far chance alone may move the point; rows that weigh differently do not tell.
    private func writeNoise(
        _ bin: CalibrationBin,
        _ frame: PlotFrame,
        to output: inout MarkupWriter
    ) {
        guard isSingle, !report.isWeighted,
            let interval = ShareInterval.wilson(bin.positiveShare, of: bin.weight)
        else { return }
        frame.line(
            "noise", from: (bin.meanScore, interval.lower), to: (bin.meanScore, interval.upper),
            in: &output)
    }
}
