/// The bias-corrected and accelerated bootstrap interval (Efron 1987), as `scipy.stats.bootstrap`
/// computes it.
enum BiasCorrectedInterval {
    /// - Parameters:
    ///   - observed: the value on all rows.
    ///   - resampled: its values on the resamples.
    ///   - jackknife: its values without one part of the rows each.
    /// - Returns: nil if there are no resamples.
    static func interval(
        observed: Double, resampled: [Double], jackknife: [Double], confidence: Double
    ) -> Interval? {
        let sorted = resampled.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        guard first < last else { return Interval(first, last) }
        let tail = (1 - confidence) / 2
        let below = sorted.count { $0 < observed }
        let equal = sorted.count { $0 == observed }
        let share = (Double(below) + Double(equal) / 2) / Double(sorted.count)
        let bias = NormalDistribution.quantile(share)
        // All resamples on one side: there is nothing to correct by.
        guard bias.isFinite else {
            return Interval(quantile(tail, of: sorted), quantile(1 - tail, of: sorted))
        }
        let acceleration = acceleration(jackknife)
        func bound(_ probability: Double) -> Double {
            let shifted = bias + NormalDistribution.quantile(probability)
            let corrected = bias + shifted / (1 - acceleration * shifted)
            return quantile(NormalDistribution.cumulative(corrected), of: sorted)
        }
        return Interval(bound(tail), bound(1 - tail))
    }

    /// A sixth of the skewness of the jackknife's values; 0 if they are all the same.
    private static func acceleration(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + (mean - $1) * (mean - $1) }
        let cubes = values.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
        return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }

    /// Between the two values nearest to that share, as NumPy's `linear`.
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = min(1, max(0, share)) * Double(sorted.count - 1)
        let low = Int(place)
        let high = min(sorted.count - 1, low + 1)
        return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
    }
}
