/// The variance of the area under the ROC curve, and of the difference of two (DeLong, DeLong &
/// Clarke-Pearson 1988), by ranks (Sun & Xu 2014).
package struct DeLong: Sendable {
    package let area: Double
    /// For each positive the share of negatives that it beats, for each negative the share of
    /// positives that beat it.
    private let positives: [Double]
    private let negatives: [Double]

    /// - Parameters:
    ///   - scores: one a row.
    ///   - isPositive: of the same rows.
    /// - Returns: nil if there are fewer than two of a class: there is no variance.
    package init?(scores: [Double], isPositive: [Bool]) {
        let own = scores.indices.filter { isPositive[$0] }
        let other = scores.indices.filter { !isPositive[$0] }
        guard own.count > 1, other.count > 1 else { return nil }
        let all = Self.middleRanks(scores)
        let among = Self.middleRanks(own.map { scores[$0] })
        let amongOther = Self.middleRanks(other.map { scores[$0] })
        positives = own.indices.map { (all[own[$0]] - among[$0]) / Double(other.count) }
        negatives = other.indices.map {
            1 - (all[other[$0]] - amongOther[$0]) / Double(own.count)
        }
        area = positives.reduce(0, +) / Double(own.count)
    }

    package var variance: Double { covariance(with: self) }

    /// - Parameter other: the same rows.
    package func covariance(with other: DeLong) -> Double {
        Self.covariance(positives, other.positives) / Double(positives.count)
            + Self.covariance(negatives, other.negatives) / Double(negatives.count)
    }

    /// The range of the area, within 0 and 1.
    package func interval(confidence: Double) -> Interval {
        let reach = Self.reach(confidence) * variance.squareRoot()
        return Interval(max(0, area - reach), min(1, area + reach))
    }

    /// The range of this area minus that of another model on the same rows.
    package func changeInterval(from other: DeLong, confidence: Double) -> Interval {
        let spread = max(0, variance + other.variance - 2 * covariance(with: other))
        let reach = Self.reach(confidence) * spread.squareRoot()
        return Interval(area - other.area - reach, area - other.area + reach)
    }

    private static func reach(_ confidence: Double) -> Double {
        NormalDistribution.quantile(1 - (1 - confidence) / 2)
    }

    private static func covariance(_ left: [Double], _ right: [Double]) -> Double {
        let leftMean = left.reduce(0, +) / Double(left.count)
        let rightMean = right.reduce(0, +) / Double(right.count)
        var sum = Summation()
        for (one, two) in zip(left, right) { sum.add((one - leftMean) * (two - rightMean)) }
        return sum.value / Double(left.count - 1)
    }

    /// Ranks from 1; tied values share the mean of theirs.
    private static func middleRanks(_ values: [Double]) -> [Double] {
        let order = values.enumerated().map { ($0.element, $0.offset) }.sorted { $0.0 < $1.0 }
        var ranks = [Double](repeating: 0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start
            while end < order.count, order[end].0 == order[start].0 { end += 1 }
            for place in start..<end { ranks[order[place].1] = Double(start + 1 + end) / 2 }
            start = end
        }
        return ranks
    }
}
