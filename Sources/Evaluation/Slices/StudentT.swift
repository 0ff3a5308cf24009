import Glibc

/// Student's t distribution.
package enum StudentT {
    /// How likely a t above the given one is, with that many degrees of freedom.
    ///
    /// Half of the regularised incomplete beta function I_x(ν/2, 1/2) at x = ν / (ν + t²), by its
    /// continued fraction (DLMF 8.17.22), in Lentz's way (Press et al., Numerical Recipes, 6.4).
    ///
    /// - Precondition: `freedom` is above 0.
    package static func survival(_ t: Double, freedom: Double) -> Double {
        guard !t.isNaN, freedom > 0 else { return .nan }
        if t < 0 { return 1 - survival(-t, freedom: freedom) }
        if t == 0 { return 0.5 }
        if t.isInfinite { return 0 }
        if freedom > 1e8 {
            // The fraction takes long to come close, and the normal distribution is near:
            // Abramowitz and Stegun 26.7.8, wrong by the square of 1/ν.
            let scale = (1 + t * t / (2 * freedom)).squareRoot()
            return 0.5 * erfc(t * (1 - 1 / (4 * freedom)) / scale / 2.0.squareRoot())
        }
        let a = freedom / 2
        // So that neither of x and 1 − x loses digits.
        let ratio = t / freedom * t
        let (x, rest) = (1 / (1 + ratio), ratio / (1 + ratio))
        let logFront = -a * log1p(ratio) + 0.5 * log(rest) - logBeta(a)
        let front = exp(logFront)
        if x < (a + 1) / (a + 2.5) { return 0.5 * front * fraction(a, 0.5, x) / a }
        return 0.5 - front * fraction(0.5, a, rest)
    }

    /// ln B(a, 1/2).
    private static func logBeta(_ a: Double) -> Double {
        let logRootPi = 0.5723649429247001
        guard a < 30 else {
            // ln Γ(a + 1/2) − ln Γ(a) by its own series: the two differ by little and are large.
            let s = 1 / (a * a)
            let series =
                (-1.0 / 8 + s * (1.0 / 192 + s * (-1.0 / 640 + s * (17.0 / 14336)))) / a
            return logRootPi - (0.5 * log(a) + series)
        }
        return logRootPi + lgamma(a) - lgamma(a + 0.5)
    }

    /// The continued fraction of I_x(a, b), which comes close soon for x below (a + 1) / (a + b + 2).
    private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
        let tiny = 1e-300
        func atLeastTiny(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / atLeastTiny(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...100_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / atLeastTiny(1 + even * d)
            c = atLeastTiny(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / atLeastTiny(1 + odd * d)
            c = atLeastTiny(1 + odd / c)
            result *= d * c
            if (d * c - 1).magnitude < 1e-16 { break }
        }
        return result
    }
}
