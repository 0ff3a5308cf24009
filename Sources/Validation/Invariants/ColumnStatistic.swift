package import Profile

/// A number that says something of all numbers of a column.
package enum ColumnStatistic: Hashable, Sendable {
    case mean, median, sum, standardDeviation, minimum, maximum, distinct
    /// From 0 to 1.
    case quantile(Double)

    /// As checks name it.
    package var name: String {
        switch self {
        case .mean: "mean"
        case .median: "median"
        case .sum: "sum"
        case .standardDeviation: "stdev"
        case .minimum: "min"
        case .maximum: "max"
        case .distinct: "uniqueCount"
        case .quantile(let share): "quantile-\(share.ruleText)"
        }
    }
}

extension ColumnProfile {
    /// A statistic of the column's finite numbers; nil if it has none.
    ///
    /// Median and quantiles are known here only where all values were kept: where they were not,
    /// ask the sketch.
    package func measured(_ statistic: ColumnStatistic) -> Measured? {
        switch statistic {
        case .mean: numbers.mean.map { Measured($0) }
        case .sum: sum.map { Measured($0) }
        case .standardDeviation: numbers.standardDeviation.map { Measured($0) }
        case .minimum: numbers.minimum.map { Measured($0) }
        case .maximum: numbers.maximum.map { Measured($0) }
        case .median: numbers.counts?.quantile(0.5).map { Measured($0) }
        case .quantile(let share): numbers.counts?.quantile(share).map { Measured($0) }
        case .distinct: Measured(distinct)
        }
    }

    private var sum: Double? {
        guard numbers.count > 0 else { return 0 }
        if let counts = numbers.counts {
            return zip(counts.values, counts.counts).reduce(0) { $0 + $1.0 * Double($1.1) }
        }
        return numbers.mean.map { $0 * Double(numbers.count) }
    }
}

extension NumberCounts {
    /// Between the two nearest values in proportion (type 7 of Hyndman and Fan, numpy's default).
    func quantile(_ share: Double) -> Double? {
        guard total > 0, (0...1).contains(share) else { return nil }
        let position = share * Double(total - 1)
        let below = Int(position)
        let low = value(at: below)
        let high = value(at: min(below + 1, total - 1))
        return low + (high - low) * (position - Double(below))
    }

    /// The value of that rank from 0, among all that were counted.
    private func value(at rank: Int) -> Double {
        var before = 0
        for (value, count) in zip(values, counts) {
            before += count
            if rank < before { return value }
        }
        return values.last ?? .nan
    }
}
