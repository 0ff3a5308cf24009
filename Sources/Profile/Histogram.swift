/// How many numbers of a column lie in each of several adjoining intervals.
package struct Histogram: Hashable, Sendable {
    /// Ascending, one more than `counts`.
    ///
    /// Interval `i` holds what is at least `edges[i]` and below `edges[i + 1]`; the last one holds
    /// its upper edge too.
    package let edges: [Double]
    package let counts: [Int]

    package var total: Int { counts.reduce(0, +) }

    /// Intervals of equal width from the smallest number to the greatest, as `numpy.histogram`
    /// has them.
    package init(counts: NumberCounts, bins: Int) {
        let edges = Self.edges(
            from: counts.values.first ?? 0,
            to: counts.values.last ?? 1,
            bins: bins
        )
        self.init(counts: counts, edges: edges)
    }

    /// Counts into given intervals; what lies outside of them is left out.
    ///
    /// - Parameter edges: two or more, ascending.
    package init(counts: NumberCounts, edges: [Double]) {
        self.edges = edges
        var sums = [Int](repeating: 0, count: edges.count - 1)
        var bin = 0
        for (value, count) in zip(counts.values, counts.counts) {
            guard value >= edges[0] else { continue }
            while bin < sums.count - 1, value >= edges[bin + 1] { bin += 1 }
            guard value <= edges[bin + 1] else { break }
            sums[bin] += count
        }
        self.counts = sums
    }

    /// Estimates the counts of numbers of which only quantiles are known.
    ///
    /// - Parameters:
    ///   - total: how many numbers there are; all of them lie between the outer edges.
    ///   - edges: two or more, ascending.
    ///   - quantile: the value at a rank from 0 to 1; never falls.
    package init(total: Int, edges: [Double], quantile: (Double) -> Double) {
        self.edges = edges
        let inner = edges.dropFirst().dropLast().map { edge in
            Int((Self.share(below: edge, quantile) * Double(total)).rounded())
        }
        let cumulative = [0] + inner + [total]
        counts = zip(cumulative.dropFirst(), cumulative).map { max(0, $0 - $1) }
    }

    /// The greatest rank whose value is below an edge, by bisection.
    private static func share(below edge: Double, _ quantile: (Double) -> Double) -> Double {
        guard quantile(0) < edge else { return 0 }
        guard quantile(1) >= edge else { return 1 }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if quantile(middle) < edge { low = middle } else { high = middle }
        }
        return high
    }
}

extension Histogram {
    /// Edges of equal width, bit by bit those of `numpy.linspace`.
    ///
    /// A single value gets half a unit on each side. A range too narrow for that many different
    /// edges, which numpy refuses, gets one interval.
    package static func edges(from minimum: Double, to maximum: Double, bins: Int) -> [Double] {
        var (low, high) = (minimum, maximum)
        if low == high {
            low -= 0.5
            high += 0.5
        }
        let bins = max(1, bins)
        let step = (high - low) / Double(bins)
        let inner = (0..<bins).map { index in
            guard step.isFinite else {
                // The width of such a range is no number; its halves are.
                let share = Double(index) / Double(bins)
                return low * (1 - share) + high * share
            }
            return low + Double(index) * step
        }
        let edges = inner + [high]
        let isAscending = zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
        return isAscending ? edges : [low, high]
    }

    /// Edges halfway between integers, so that each interval holds the same number of them.
    ///
    /// As few integers as there may be intervals get one each.
    package static func integerEdges(
        from minimum: Double,
        to maximum: Double,
        atMost bins: Int
    ) -> [Double] {
        let exact = 9_007_199_254_740_992.0
        let width = ((maximum - minimum + 1) / Double(max(1, bins))).rounded(.up)
        guard minimum > -exact, maximum < exact, width < exact else {
            return edges(from: minimum, to: maximum, bins: bins)
        }
        let count = Int(((maximum - minimum + 1) / width).rounded(.up))
        return (0...count).map { minimum - 0.5 + Double($0) * width }
    }
}
