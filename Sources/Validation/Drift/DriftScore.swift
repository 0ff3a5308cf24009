import Profile

/// The outcome of comparing one column.
package struct DriftScore: Hashable, Sendable {
    package var method: DriftMethod
    /// Nil if the method takes the values themselves.
    package var binning: String?
    package var bins: Int?
    /// Values that were compared.
    package var referenceCount: Int
    package var currentCount: Int
    /// The statistic itself, as D or χ².
    package var statistic: Double
    package var pValue: Double?
    /// Where `value` lies if a sketch took part; nil if it is exact.
    package var interval: ClosedRange<Double>?
    package var threshold: Double

    /// What is held against the threshold: the p-value of a test, otherwise the statistic.
    package var value: Double { method.isSignificanceTest ? pValue ?? statistic : statistic }

    package var isExact: Bool { interval == nil }

    /// Whether the value, and all of its interval, is past the threshold.
    package var hasDrifted: Bool {
        let ends = interval.map { [$0.lowerBound, $0.upperBound] } ?? [value]
        return ends.allSatisfy { method.comparison.holds($0, threshold) }
    }

    /// - Returns: nil if the values do not allow the method, or it has no finite value on them.
    init?(_ plan: DriftPlan, _ pair: ColumnPair) {
        method = plan.method
        threshold = plan.threshold
        binning = plan.binning?.rawValue
        if let binning = plan.binning {
            guard let counts = binning.counts(pair) else { return nil }
            (referenceCount, currentCount) = (Int(counts.referenceTotal), Int(counts.currentTotal))
            statistic = 0
            bins = counts.count
            guard measure(counts) else { return nil }
        } else {
            guard let (reference, current) = pair.numbers else { return nil }
            (referenceCount, currentCount) = (reference.total, current.total)
            statistic = 0
            measure(reference, current)
        }
        guard value.isFinite else { return nil }
    }

    private mutating func measure(_ counts: PairedCounts) -> Bool {
        if let divergence = method.divergence {
            guard let measured = divergence.measure(counts) else { return false }
            set(measured)
            return true
        }
        // No bound is known for these: they need all values.
        guard counts.isExact else { return false }
        if method == .cramersV {
            guard let association = cramersV(counts) else { return false }
            statistic = association
            return true
        }
        let result = method == .chisquare ? chiSquareTest(counts) : proportionTest(counts)
        guard let result else { return false }
        (statistic, pValue) = (result.statistic, result.pValue)
        return true
    }

    private mutating func measure(_ reference: NumberDistribution, _ current: NumberDistribution) {
        guard method != .wasserstein else { return set(wassersteinDistance(reference, current)) }
        set(kolmogorovSmirnovStatistic(reference, current))
        guard method == .ks else { return }
        let probability = { kolmogorovSmirnovPValue($0, reference.total, current.total) }
        pValue = probability(statistic)
        interval = interval.map { probability($0.upperBound)...probability($0.lowerBound) }
    }

    private mutating func set(_ measured: Measurement) {
        statistic = measured.value
        interval = measured.interval
    }
}
