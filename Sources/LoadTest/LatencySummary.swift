extension LatencyHistogram {
    /// The mean duration in nanoseconds; 0 if there is none.
    package var mean: Double {
        guard count > 0 else { return 0 }
        let total = used.reduce(0.0) { $0 + Double(counts[$1]) * Double(middle(of: $1)) }
        return total / Double(count)
    }

    /// The duration that a share of all did not exceed, in nanoseconds; 0 if there is none.
    ///
    /// - Parameter percentile: from 0, the minimum, to 100, the maximum.
    package func value(atPercentile percentile: Double) -> Int64 {
        values(atPercentiles: [percentile])[0]
    }

    /// The durations for percentiles in ascending order, found in one pass.
    func values(atPercentiles percentiles: [Double]) -> [Int64] {
        var place = used.lowerBound
        var seen = 0
        return percentiles.map { percentile in
            guard count > 0 else { return 0 }
            let target = max(1, Int(min(percentile, 100) * Double(count) / 100 + 0.5))
            while seen < target, place < used.upperBound {
                seen += counts[place]
                place += 1
            }
            return percentile == 0 ? lowest(of: place - 1) : highest(of: place - 1)
        }
    }

    /// Percentiles that come ever closer to 100, with their durations, for a plot.
    ///
    /// Each halving of what is left gets four points; it ends where there are no more values.
    package var percentileCurve: [(percentile: Double, value: Int64)] {
        guard count > 0 else { return [] }
        var percentiles: [Double] = []
        var rest = 100.0
        while rest * Double(count) >= 100 {
            percentiles += (0..<4).map { 100 - rest + rest / 8 * Double($0) }
            rest /= 2
        }
        percentiles.append(100)
        return Array(zip(percentiles, values(atPercentiles: percentiles)))
    }

    /// A range of durations in nanoseconds, both ends included, and how many fell into it.
    package struct Bar: Hashable, Sendable {
        package let lower: Int64
        package let upper: Int64
        package let count: Int
    }

    /// The counts in a few ranges without gaps, about equally wide on a logarithmic axis.
    package func bars(atMost limit: Int = 60) -> [Bar] {
        guard count > 0 else { return [] }
        var width = 1
        while (used.upperBound - 1) / width - used.lowerBound / width >= limit { width *= 2 }
        return (used.lowerBound / width...(used.upperBound - 1) / width).map { group in
            let places = group * width..<min((group + 1) * width, counts.count)
            return Bar(
                lower: lowest(of: places.lowerBound),
                upper: highest(of: places.upperBound - 1),
                count: places.reduce(0) { $0 + counts[$1] }
            )
        }
    }
}
