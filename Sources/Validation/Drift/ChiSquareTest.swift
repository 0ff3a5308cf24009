/// Pearson's goodness of fit of the current counts to the reference's shares.
///
/// χ² = Σ (o − e)²/e with e = reference · n_current/n_reference and k − 1 degrees of freedom, as
/// `scipy.stats.chisquare` in Evidently: the reference is taken for the truth, not for a sample.
/// A category that only the current side has gives χ² = ∞ and p = 0.
///
/// - Returns: nil for fewer than two categories or an empty side.
func chiSquareTest(_ counts: PairedCounts) -> TestResult? {
    let scale = counts.currentTotal / counts.referenceTotal
    guard counts.count > 1, scale.isFinite, scale > 0 else { return nil }
    var statistic = 0.0
    for (reference, current) in zip(counts.reference, counts.current) {
        let expected = reference * scale
        let difference = current - expected
        if difference != 0 { statistic += difference * difference / expected }
    }
    let freedom = Double(counts.count - 1)
    return TestResult(
        statistic: statistic,
        pValue: upperGammaShare(freedom / 2, statistic / 2)
    )
}

/// A test statistic and the probability of one as extreme if nothing had changed.
struct TestResult: Hashable, Sendable {
    var statistic: Double
    var pValue: Double
}

/// Cramér's V of the table side × category with Bergsma's correction of its bias (2013,
/// "A bias-correction for Cramér's V and Tschuprow's T"), from 0 to 1, as Deepchecks gates it.
///
/// - Returns: nil for fewer than two categories or fewer than two values.
func cramersV(_ counts: PairedCounts) -> Double? {
    let total = counts.referenceTotal + counts.currentTotal
    guard counts.count > 1, total > 1, counts.referenceTotal > 0, counts.currentTotal > 0 else {
        return nil
    }
    var chiSquare = 0.0
    for (reference, current) in zip(counts.reference, counts.current) {
        let column = reference + current
        guard column > 0 else { continue }
        for (cell, row) in [(reference, counts.referenceTotal), (current, counts.currentTotal)] {
            let expected = row * column / total
            chiSquare += (cell - expected) * (cell - expected) / expected
        }
    }
    let categories = Double(counts.count)
    let excess = max(0, chiSquare / total - (categories - 1) / (total - 1))
    let rows = 2 - 1 / (total - 1)
    let columns = categories - (categories - 1) * (categories - 1) / (total - 1)
    return (excess / min(rows - 1, columns - 1)).squareRoot()
}
