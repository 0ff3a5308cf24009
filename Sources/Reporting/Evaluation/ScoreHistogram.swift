import Evaluation
import RunReporting

/// How many rows have which scores, below the calibration.
struct ScoreHistogram {
    /// Ascending.
    let bins: [CalibrationBin]

    func write(to output: inout MarkupWriter) {
        let total = bins.reduce(0) { $0 + $1.weight }
        let shares = bins.map { $0.weight / total }
        let frame = PlotFrame(
            title: "Scores",
            summary: "Share of all rows by score, in \(bins.count) bins",
            x: .init(label: "Score", scale: PlotScale(from: 0, to: 1)),
            y: .init(
                label: "Share of the rows",
                scale: PlotScale(from: 0, to: max(shares.max() ?? 1, 1e-9)),
                format: NumberText.percentTick
            ),
            height: 130
        )
        frame.write(to: &output) { output in
            for (bin, share) in zip(bins, shares) {
                let top = frame.y(share)
                output.empty(
                    "rect",
                    [
                        "class": "column", "width": "10",
                        "x": NumberText.coordinate(frame.x(bin.meanScore) - 5),
                        "y": NumberText.coordinate(top),
                        "height": NumberText.coordinate(frame.y(0) - top),
                    ])
            }
        }
    }
}
