package import Profile

/// The finite numbers on one side of a comparison: all of them, or what a sketch kept.
package struct NumberDistribution: Sendable {
    /// Ascending values and their counts; of a sketch, the items that it kept and their weights.
    package let counts: NumberCounts
    /// How far the share of values up to any point may be off, of 1; 0 if all values are there.
    package let rankError: Double
    /// Of the values themselves, which a sketch may have dropped.
    package let minimum: Double
    package let maximum: Double
    /// Of the values as a population, that is over n and not n − 1.
    package let standardDeviation: Double
    /// Values up to and including each of `counts.values`.
    private let cumulative: [Int]

    package var isExact: Bool { rankError == 0 }
    package var total: Int { counts.total }

    /// - Returns: nil if there are no numbers.
    private init?(exact counts: NumberCounts) {
        guard let minimum = counts.values.first, let maximum = counts.values.last else {
            return nil
        }
        self.init(
            counts: counts, rankError: 0, minimum: minimum, maximum: maximum,
            standardDeviation: Self.standardDeviation(counts)
        )
    }

    /// The numbers of a profile, or its sketch of them.
    ///
    /// The error of a sketch is that of one rank; a statistic looks at many at once. What Apache
    /// DataSketches fitted for whole histograms is at most 1.5 times as large for any k ≤ 65,535
    /// (2.446/k^0.9433 against 2.296/k^0.9723, both with 99 % confidence).
    ///
    /// - Returns: nil if there are no numbers, or only their count is known.
    package init?(_ summary: NumberSummary) {
        if let counts = summary.counts {
            self.init(exact: counts)
            return
        }
        guard let sketch = summary.sketch, let minimum = summary.minimum,
            let maximum = summary.maximum
        else { return nil }
        let before = [0] + sketch.cumulative.dropLast()
        let size = Double(summary.count)
        self.init(
            counts: NumberCounts(
                values: sketch.numbers, counts: zip(sketch.cumulative, before).map(-)),
            rankError: 1.5 * summary.rankError,
            minimum: minimum,
            maximum: maximum,
            standardDeviation: (summary.standardDeviation ?? 0) * ((size - 1) / size).squareRoot()
        )
    }

    private init(
        counts: NumberCounts, rankError: Double, minimum: Double, maximum: Double,
        standardDeviation: Double
    ) {
        self.counts = counts
        self.rankError = rankError
        self.minimum = minimum
        self.maximum = maximum
        self.standardDeviation = standardDeviation
        var sum = 0
        cumulative = counts.counts.map {
            sum += $0
            return sum
        }
    }

    /// Values ≤ `bound`.
    func count(upTo bound: Double) -> Int {
        if bound < minimum { return 0 }
        if bound >= maximum { return total }
        let index = counts.values.partitionIndex { $0 > bound }
        return index == 0 ? 0 : cumulative[index - 1]
    }

    /// Values < `bound`.
    func count(below bound: Double) -> Int { count(upTo: bound.nextDown) }

    /// The smallest value that at least `share` of all values do not exceed, for `share` above 0.
    func quantile(_ share: Double) -> Double {
        let rank = share * Double(total)
        let index = cumulative.partitionIndex { Double($0) >= rank }
        return index < counts.values.count ? counts.values[index] : maximum
    }

    /// The smallest value that more than `rank` values do not exceed, or the largest one, and how
    /// many do not.
    func entry(above rank: Double) -> (value: Double, cumulative: Int) {
        let index = min(cumulative.partitionIndex { Double($0) > rank }, cumulative.count - 1)
        return (counts.values[index], cumulative[index])
    }

    /// How far the share up to `bound` may be off: not at all outside of the values.
    func error(upTo bound: Double) -> Double {
        bound < minimum || bound >= maximum ? 0 : rankError
    }

    private static func standardDeviation(_ counts: NumberCounts) -> Double {
        let total = Double(counts.total)
        let pairs = zip(counts.values, counts.counts)
        let mean = pairs.reduce(0) { $0 + $1.0 * (Double($1.1) / total) }
        let variance = pairs.reduce(0) { sum, pair in
            sum + (pair.0 - mean) * (pair.0 - mean) * (Double(pair.1) / total)
        }
        return variance.squareRoot()
    }
}

extension RandomAccessCollection where Index == Int {
    /// The first index whose element belongs to the second part, of elements in two parts.
    func partitionIndex(where isSecond: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
