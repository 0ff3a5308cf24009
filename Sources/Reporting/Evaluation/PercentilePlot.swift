import Evaluation
import Glibc
import Markup

/// Latency by percentile, as HDR histograms are drawn: the tail takes as much room as the rest.
struct PercentilePlot {
    /// At most eight, one a colour.
    let results: [LatencyResult]

    func write(to output: inout MarkupWriter) {
        let curves = results.map(Self.points)
        let nines = max(2, curves.flatMap { $0.map(\.x) }.max() ?? 2)
        let ticks = [0, 1, 2, 3, 4, 5, 6].filter { $0 <= nines + 1e-9 }
        let frame = PlotFrame(
            title: "Latency by percentile",
            summary: results.map {
                "\($0.load.printable(limit: 80)): p50 \(LatencyText.time($0.p50Ms)), "
                    + "p99 \(LatencyText.time($0.p99Ms))"
            }.joined(separator: "; "),
            x: .init(
                label: "Percentile",
                scale: PlotScale(from: 0, to: nines),
                format: Self.percentile,
                ticks: ticks),
            y: .init(
                label: "Latency",
                scale: PlotScale(logarithmicCovering: curves.flatMap { $0.map(\.y) }),
                format: LatencyText.time)
        )
        let keys = results.enumerated().map { index, result in
            PlotFigure.Key(
                kind: "curve c\(index + 1)",
                label: result.load.printable(limit: 80),
                detail: "p99 \(LatencyText.time(result.p99Ms))")
        }
        PlotFigure(title: "Latency by percentile", keys: keys).write(to: &output) { output in
            frame.write(to: &output) { output in
                for (index, points) in curves.enumerated().reversed() where points.count > 1 {
                    let places = points.map { frame.place($0.x, $0.y) }
                    output.empty(
                        "path",
                        [
                            "class": "line curve c\(index + 1)",
                            "d": "M" + places.joined(separator: "L"),
                        ])
                }
            }
        }
    }

    /// Nines of the share of answers to the latency within which they came.
    private static func points(_ result: LatencyResult) -> [CurvePoint] {
        let buckets = result.drawnBuckets
        let total = buckets.reduce(0) { $0 + Double($1.count) }
        guard let first = buckets.first, total > 0 else { return [] }
        var points = [CurvePoint(0, first.lowerMs)]
        var seen = 0.0
        var drawn = -1.0
        for (index, bucket) in buckets.enumerated() {
            seen += Double(bucket.count)
            // No share of what was measured is above that of the last answer.
            let nines = -log10(max(1 - seen / total, 0.5 / total))
            guard nines - drawn > 0.01 || index == buckets.count - 1 else { continue }
            drawn = nines
            points.append(CurvePoint(nines, bucket.upperMs))
        }
        return points
    }

    /// As `99.9%` for three.
    private static func percentile(_ nines: Double) -> String {
        switch Int(nines) {
        case 0: "0"
        case 1: "90%"
        case 2: "99%"
        case let count: "99." + String(repeating: "9", count: count - 2) + "%"
        }
    }
}
