import Glibc

/// The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), for a > 0, x ≥ 0.
///
/// A power series below x = a + 1 and Lentz's continued fraction above (DLMF 8.11.4 and 8.9.2).
/// Their common factor xᵃe⁻ˣ/Γ(a+1) is taken from Stirling's error and the deviance, which keep
/// their digits where a·ln x and x nearly cancel. Relative error below 1e-12 down to 1e-300.
package func upperGammaShare(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x.isFinite else { return 0 }
    let factor = exp(-deviance(a, x) - stirlingError(a)) / (2 * Double.pi * a).squareRoot()
    if x < a + 1 { return 1 - factor * lowerGammaSeries(a, x) }
    return factor * a * upperGammaFraction(a, x)
}

/// Σ xᵏ / ((a+1)…(a+k)).
private func lowerGammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var denominator = a
    while term > sum * 1e-17 {
        denominator += 1
        term *= x / denominator
        sum += term
    }
    return sum
}

/// 1/(x+1−a− 1(1−a)/(x+3−a− 2(2−a)/(x+5−a− …))).
private func upperGammaFraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    for step in 1...100_000 {
        let i = Double(step)
        let numerator = -i * (i - a)
        b += 2
        d = numerator * d + b
        c = b + numerator / c
        d = 1 / (d.magnitude < tiny ? tiny : d)
        c = c.magnitude < tiny ? tiny : c
        value *= d * c
        if (d * c - 1).magnitude < 1e-16 { break }
    }
    return value
}

/// ln n! − (½ln 2πn + n ln n − n), for n > 0 that need not be whole (Loader 2000, "Fast and
/// accurate computation of binomial probabilities").
func stirlingError(_ n: Double) -> Double {
    guard n >= 15 else {
        return log(tgamma(n + 1)) - (0.5 * log(2 * Double.pi * n) + n * log(n) - n)
    }
    let square = n * n
    let tail = (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square
    return (1 / 12.0 - (1 / 360.0 - tail) / square) / n
}

/// x·ln(x/mean) + mean − x, without the cancellation near x = mean (Loader 2000), for x > 0.
func deviance(_ x: Double, _ mean: Double) -> Double {
    guard (x - mean).magnitude < 0.1 * (x + mean) else { return x * log(x / mean) + mean - x }
    let ratio = (x - mean) / (x + mean)
    var sum = (x - mean) * ratio
    var power = 2 * x * ratio
    var odd = 3.0
    while true {
        power *= ratio * ratio
        let next = sum + power / odd
        if next == sum { return sum }
        sum = next
        odd += 2
    }
}
