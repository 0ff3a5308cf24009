/// The two-sample Kolmogorov–Smirnov statistic D = max |F − G|.
func kolmogorovSmirnovStatistic(
    _ reference: NumberDistribution, _ current: NumberDistribution
) -> Measurement {
    let distance = CumulativeSteps(reference, current).reduce(0) {
        max($0, ($1.reference - $1.current).magnitude)
    }
    let error = reference.rankError + current.rankError
    guard error > 0 else { return Measurement(distance) }
    return Measurement(distance, in: max(0, distance - error)...min(1, distance + error))
}

/// The two-sided p-value of D for samples of n and m values, as `scipy.stats.ks_2samp` (1.17)
/// has it with `method="auto"`.
///
/// Exact if neither sample has more than 10,000 values: the share of lattice paths that leave a
/// band. Otherwise, and where rounding leaves the exact share outside of 0...1, the distribution
/// of the one-sample statistic for nm/(n+m) values, rounded half to even.
package func kolmogorovSmirnovPValue(_ distance: Double, _ n: Int, _ m: Int) -> Double {
    if max(n, m) <= 10_000, let exact = exactPValue(distance, n, m) { return exact }
    let product = Double(n) * Double(m) / (Double(n) + Double(m))
    return kolmogorovSurvival(Int(product.rounded(.toNearestOrEven)), distance)
}

private func exactPValue(_ distance: Double, _ n: Int, _ m: Int) -> Double? {
    let divisor = greatestCommonDivisor(n, m)
    let multiple = Double(n / divisor * m)
    let height = Int((distance * multiple).rounded(.toNearestOrEven))
    guard height > 0 else { return 1 }
    let value =
        n == m
        ? equalSizePathsOutside(n, height)
        : pathsOutside(max(n, m), min(n, m), divisor, height)
    return (0...1).contains(value) ? value : nil
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
}

/// The share of lattice paths from (0, 0) to (n, n) that reach |x − y| = height:
/// 2 Σₖ≥₁ (−1)ᵏ⁻¹ C(2n, n − k·height)/C(2n, n) (Gnedenko and Korolyuk 1951).
///
/// Neighbouring terms have ratios that are products of `height` fractions; nesting them keeps the
/// alternating sum from cancelling.
private func equalSizePathsOutside(_ n: Int, _ height: Int) -> Double {
    var nested = 0.0
    for multiple in stride(from: n / height * height, through: 0, by: -height) {
        var ratio = 1.0
        for step in 0..<height {
            ratio *= Double(n - multiple - step) / Double(n + multiple + step + 1)
        }
        nested = ratio * (1 - nested)
    }
    return 2 * nested
}

/// The share of lattice paths from (0, 0) to (m, n) that reach |x/m − y/n| ≥ height/lcm(m, n).
///
/// The last step into (x, y) came from the left with chance x/(x+y); so the share that had left
/// the band before is the mean of both predecessors', with 1 outside of it (Viehmann 2021,
/// "Numerically more stable computation of the p-values for the two-sample Kolmogorov–Smirnov
/// test"). Nothing cancels: the relative error is about (m + n) ulp. O(m·n·D) steps.
private func pathsOutside(_ m: Int, _ n: Int, _ divisor: Int, _ height: Int) -> Double {
    let (stepX, stepY) = (n / divisor, m / divisor)
    let inverse = (0...(m + n)).map { 1 / Double(max(1, $0)) }
    var column = [Double](repeating: 1, count: n + 1)
    for y in 0...n where y * stepY < height { column[y] = 0 }
    for x in 1...m {
        let lowest = x * stepX < height ? 0 : (x * stepX - height) / stepY + 1
        let highest = min(n, (x * stepX + height + stepY - 1) / stepY - 1)
        guard lowest <= highest else { return 1 }
        var below = 1.0
        column.withUnsafeMutableBufferPointer { column in
            for y in lowest...highest {
                below = (Double(x) * column[y] + Double(y) * below) * inverse[x + y]
                column[y] = below
            }
        }
    }
    return (m * stepX - n * stepY).magnitude < height ? column[n] : 1
}
