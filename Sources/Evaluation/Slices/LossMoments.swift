/// The losses of some rows: how many, their sum and that of their squares.
struct LossMoments: Sendable {
    var count = 0.0
    var sum = 0.0
    var squares = 0.0

    static func + (left: LossMoments, right: LossMoments) -> LossMoments {
        LossMoments(
            count: left.count + right.count, sum: left.sum + right.sum,
            squares: left.squares + right.squares)
    }

    static func - (left: LossMoments, right: LossMoments) -> LossMoments {
        LossMoments(
            count: left.count - right.count, sum: left.sum - right.sum,
            squares: left.squares - right.squares)
    }

    var mean: Double { sum / count }

    /// Unbiased; 0 rather than what rounding leaves of it.
    var variance: Double {
        guard count > 1 else { return 0 }
        let spread = squares - sum * mean
        return spread > squares * 1e-14 ? spread / (count - 1) : 0
    }

    /// √2 · (mean − other's mean) / √(variance + other's variance).
    ///
    /// Slice Finder's effect size (Chung et al. 2019, section 2.3).
    func effect(over other: LossMoments) -> Double {
        let difference = mean - other.mean
        guard difference != 0 else { return 0 }
        return 2.0.squareRoot() * difference / (variance + other.variance).squareRoot()
    }

    /// How likely a mean this far above the other one is if neither is: Welch's test, one-sided.
    func pValue(over other: LossMoments) -> Double {
        guard count > 1, other.count > 1 else { return 1 }
        let (own, others) = (variance / count, other.variance / other.count)
        let difference = mean - other.mean
        guard own + others > 0 else { return difference > 0 ? 0 : 1 }
        // Welch–Satterthwaite.
        let freedom =
            (own + others) * (own + others)
            / (own * own / (count - 1) + others * others / (other.count - 1))
        return StudentT.survival(difference / (own + others).squareRoot(), freedom: freedom)
    }
}
