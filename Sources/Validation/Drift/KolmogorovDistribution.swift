import Glibc

/// P(Dₙ ≥ x) of the two-sided one-sample Kolmogorov–Smirnov statistic, `scipy.stats.kstwo.sf`.
///
/// Which formula serves where follows Simard and L'Ecuyer (2011, "Computing the two-sided
/// Kolmogorov–Smirnov distribution"): exact ones except for Pelz and Good's expansion, which is
/// used at the same n and x as there, because it differs from the exact value by up to 1e-7.
package func kolmogorovSurvival(_ n: Int, _ x: Double) -> Double {
    let size = Double(n)
    let t = size * x
    if x >= 1 { return 0 }
    if t <= 0.5 { return 1 }
    if t <= 1 {
        // Ruben and Gambino: n!/nⁿ (2t − 1)ⁿ.
        let factorial = log(2 * Double.pi * size) / 2 - size + stirlingError(size)
        return 1 - exp(factorial + size * log(2 * t - 1))
    }
    if t >= size - 1 { return 2 * exp(size * log1p(-x)) }
    let scaled = t * x
    if x >= 0.5 || scaled >= (n <= 140 ? 4 : 2.2) {
        return scaled >= 370 && n > 140 ? 0 : min(1, 2 * oneSidedSurvival(n, x))
    }
    if n <= 140 { return 1 - durbinDistribution(n, x) }
    // The distribution is below half an ulp of 1: e^(−π²/8z²)·√2π/z with z² = scaled.
    if scaled < 0.0289 { return 1 }
    if n <= 100_000, size * x * x.squareRoot() <= 1.4 { return 1 - durbinDistribution(n, x) }
    return min(1, max(0, 1 - pelzGoodDistribution(size, x)))
}

/// P(Dₙ⁺ ≥ x), Smirnov's x Σⱼ C(n, j) (x + j/n)ʲ⁻¹ (1 − x − j/n)ⁿ⁻ʲ over 0 ≤ j ≤ n(1 − x).
///
/// Each term is a binomial probability in Loader's form, which keeps its digits for large n. From
/// a million on, Maag and Dicaire's e^(−(6nx + 1)²/18n), as scipy has it.
private func oneSidedSurvival(_ n: Int, _ x: Double) -> Double {
    let size = Double(n)
    guard n <= 1_000_000 else {
        let root = 6 * size * x + 1
        return exp(-root * root / (18 * size))
    }
    var sum = exp(size * log1p(-x))
    let last = Int((size * (1 - x)).rounded(.down))
    guard last >= 1 else { return sum }
    let whole = stirlingError(size)
    for j in 1...min(last, n - 1) {
        let (hits, misses) = (Double(j), Double(n - j))
        let mean = hits + size * x
        let rest = size - mean
        guard rest > 0 else { break }
        let exponent =
            whole - stirlingError(hits) - stirlingError(misses)
            - deviance(hits, mean) - deviance(misses, rest)
        guard exponent > -745 else { continue }
        let density = (size / (2 * Double.pi * hits * misses)).squareRoot()
        sum += x * exp(exponent) * density * size / mean
    }
    return sum
}

/// P(Dₙ < x) by Pelz and Good's expansion in 1/√n (1976), as Simard and L'Ecuyer write it:
/// K₀(z) + K₁(z)/√n + K₂(z)/n + K₃(z)/n√n with z = x√n.
private func pelzGoodDistribution(_ n: Double, _ x: Double) -> Double {
    let z = x * n.squareRoot()
    let z2 = z * z
    let (z4, z6) = (z2 * z2, z2 * z2 * z2)
    var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0)
    for k in (0...Int((16 * z / Double.pi).rounded(.up))).reversed() {
        let half = Double.pi * (Double(k) + 0.5)
        let (a, whole) = (half * half, Double.pi * Double(k) * Double.pi * Double(k))
        let weight = exp(-a / (2 * z2))
        k0 += weight
        k1 += (a - z2) * weight
        k2 += (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * a + (1 - 2 * z2) * a * a) * weight
        let cubic = (5 - 30 * z2) * a * a * a + (212 * z4 - 60 * z2) * a * a
        k3 += (cubic + (135 * z4 - 96 * z6) * a - 30 * z6 - 90 * z4 * z4) * weight
        let wholeWeight = exp(-whole / (2 * z2))
        k2 -= 2 * z4 * whole * wholeWeight
        k3 += 30 * z4 * (3 * z2 - whole) * whole * wholeWeight
    }
    let root = (2 * Double.pi).squareRoot()
    let sum =
        k0 / z + k1 / (6 * z4) / n.squareRoot() + k2 / (72 * z6 * z) / n
        + k3 / (6480 * z6 * z4) / (n * n.squareRoot())
    return root * sum
}
