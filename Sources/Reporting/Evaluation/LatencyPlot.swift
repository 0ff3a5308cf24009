import Evaluation
import Glibc
import Markup

/// How the latencies of one load are spread, on a logarithmic axis, with its percentiles.
struct LatencyPlot {
    private static let bins = 60
    /// Pixels between a line and its name, and those that a letter of it takes at most.
    private static let (nameGap, letterWidth) = (3.0, 8.0)

    let result: LatencyResult
    /// Logarithmic.
    let scale: PlotScale

    func write(to output: inout MarkupWriter) {
        let shares = shares
        let percentiles = percentiles
        let frame = PlotFrame(
            title: "Latencies, \(result.load.printable(limit: 120))",
            summary: percentiles.map { "\($0.0) \(LatencyText.time($0.1))" }
                .joined(separator: ", "),
            x: .init(label: "Latency", scale: scale, format: LatencyText.time),
            y: .init(
                label: "Share of the answers",
                // Above the bars there is room for the names of the percentiles.
                scale: PlotScale(from: 0, to: max(shares.max() ?? 1, 1e-9) * 1.4),
                format: NumberText.percentTick),
            height: 190
        )
        PlotFigure(title: result.load.printable(limit: 120), words: frame.summary).write(
            to: &output
        ) { output in
            frame.write(to: &output) { output in
                write(shares, frame, to: &output)
                for (percentile, place) in zip(percentiles, namePlaces(percentiles, frame)) {
                    mark(percentile, place, frame, to: &output)
                }
            }
        } numbers: { output in
            writeNumbers(shares, to: &output)
        }
    }

    private func writeNumbers(_ shares: [Double], to output: inout MarkupWriter) {
        let table = FigureTable(
            kind: "plain",
            caption: "Latencies by range",
            columns: ["From", "To", "Share"].map { .init(label: $0, kind: "number") })
        let step = pow(scale.high / scale.low, 1 / Double(Self.bins))
        let rows = shares.enumerated().filter { $0.element > 0 }.map { bin, share in
            let lower = scale.low * pow(step, Double(bin))
            return FigureTable.Row(cells: [
                .text(LatencyText.time(lower)), .text(LatencyText.time(lower * step)),
                .text(NumberText.percent(share)),
            ])
        }
        table.write(rows, to: &output)
    }

    private var percentiles: [(String, Double)] {
        [
            ("p50", result.p50Ms), ("p90", result.p90Ms), ("p99", result.p99Ms),
            ("p99.9", result.p999Ms), ("max", result.maxMs),
        ].filter { $0.1.isFinite }
    }

    /// Of all answers in each bin; a bucket is spread over the bins that it touches.
    private var shares: [Double] {
        let buckets = result.drawnBuckets
        let total = buckets.reduce(0) { $0 + Double($1.count) }
        var shares = [Double](repeating: 0, count: Self.bins)
        for bucket in buckets {
            let start = scale.position(bucket.lowerMs) * Double(Self.bins)
            let end = scale.position(bucket.upperMs) * Double(Self.bins)
            let weight = Double(bucket.count) / total
            let first = min(Self.bins - 1, Int(start))
            let last = max(first, min(Self.bins - 1, Int(end.rounded(.up)) - 1))
            for bin in first...last {
                let overlap = min(end, Double(bin + 1)) - max(start, Double(bin))
                shares[bin] += end > start ? weight * max(0, overlap) / (end - start) : weight
            }
        }
        return shares
    }

    private func write(_ shares: [Double], _ frame: PlotFrame, to output: inout MarkupWriter) {
        let (start, end) = (frame.x(scale.low), frame.x(scale.high))
        let step = (end - start) / Double(Self.bins)
        for (bin, share) in shares.enumerated() where share > 0 {
            let top = min(frame.y(share), frame.y(0) - 1)
            output.empty(
                "rect",
                [
                    "class": "column", "x": NumberText.coordinate(start + Double(bin) * step),
                    "y": NumberText.coordinate(top), "width": NumberText.coordinate(step - 0.6),
                    "height": NumberText.coordinate(frame.y(0) - top),
                ])
        }
    }

    /// Where the name of a percentile stands: to the left of its line if there is room.
    private struct NamePlace {
        let isLeft: Bool
        /// The first line of text where it covers no other name.
        var line = 0
    }

    private func namePlaces(
        _ percentiles: [(String, Double)], _ frame: PlotFrame
    ) -> [NamePlace] {
        var ends: [Double] = []
        return percentiles.map { name, value in
            let (place, width) = (frame.x(value), Self.letterWidth * Double(name.count))
            let isLeft = place - Self.nameGap - width > frame.x(scale.low)
            let start = isLeft ? place - Self.nameGap - width : place + Self.nameGap
            let line = ends.firstIndex { $0 < start } ?? ends.count
            if line == ends.count { ends.append(0) }
            ends[line] = start + width
            return NamePlace(isLeft: isLeft, line: line)
        }
    }

    /// A line with its name on top.
    private func mark(
        _ percentile: (String, Double),
        _ place: NamePlace,
        _ frame: PlotFrame,
        to output: inout MarkupWriter
    ) {
        guard scale.holds(percentile.1) else { return }
        let top = frame.yAxis.scale.high
        frame.line("percentile", from: (percentile.1, 0), to: (percentile.1, top), in: &output)
        let x = frame.x(percentile.1) + (place.isLeft ? -Self.nameGap : Self.nameGap)
        output.element(
            "text",
            [
                "class": "percentile", "text-anchor": place.isLeft ? "end" : "start",
                "x": NumberText.coordinate(x),
                "y": NumberText.coordinate(frame.y(top) + 11 + 14 * Double(place.line)),
            ],
            percentile.0
        )
    }
}
