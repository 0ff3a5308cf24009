/// A range that the true value lies in, at the report's confidence.
package struct Interval: Hashable, Sendable {
    package var lower: Double
    package var upper: Double

    package init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }
}

/// A metric of the candidate beside that of the baseline.
package struct MetricComparison: Hashable, Sendable {
    package var name: String
    /// Nil where it is not defined on this data.
    package var value: Double?
    package var interval: Interval?
    package var baseline: Double?
    /// Of value − baseline, from the same resamples.
    package var changeInterval: Interval?
    package var isHigherBetter: Bool

    package var change: Double? {
        guard let value, let baseline else { return nil }
        return value - baseline
    }

    package init(
        name: String,
        value: Double? = nil,
        interval: Interval? = nil,
        baseline: Double? = nil,
        changeInterval: Interval? = nil,
        isHigherBetter: Bool
    ) {
        self.name = name
        self.value = value
        self.interval = interval
        self.baseline = baseline
        self.changeInterval = changeInterval
        self.isHigherBetter = isHigherBetter
    }
}
