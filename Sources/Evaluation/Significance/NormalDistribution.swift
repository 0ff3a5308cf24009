import Glibc

/// The standard normal distribution.
package enum NormalDistribution {
    package static func cumulative(_ value: Double) -> Double {
        0.5 * erfc(-value / 2.0.squareRoot())
    }

    /// The value that is not exceeded with this probability, to some ulps.
    ///
    /// Acklam's rational approximation, sharpened by two steps of Halley's method.
    package static func quantile(_ probability: Double) -> Double {
        guard probability > 0 else { return -.infinity }
        guard probability < 1 else { return .infinity }
        // Small probabilities have all their digits only below a half.
        if probability > 0.5 { return -quantile(1 - probability) }
        var value = approximation(probability)
        for _ in 0..<2 {
            let error = cumulative(value) - probability
            let step = error * (2 * Double.pi).squareRoot() * exp(value * value / 2)
            // Next to the smallest number there is, the density has no reciprocal.
            guard step.isFinite else { break }
            value -= step / (1 + value * step / 2)
        }
        return value
    }

    /// - Parameter probability: above 0, at most a half.
    private static func approximation(_ probability: Double) -> Double {
        if probability < 0.02425 {
            let root = (-2 * log(probability)).squareRoot()
            return polynomial(tailAbove, root) / (polynomial(tailBelow, root) * root + 1)
        }
        let offset = probability - 0.5
        let square = offset * offset
        return polynomial(above, square) * offset / (polynomial(below, square) * square + 1)
    }

    private static func polynomial(_ coefficients: [Double], _ value: Double) -> Double {
        coefficients.reduce(0) { $0 * value + $1 }
    }

    private static let above = [
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
    ]
    private static let below = [
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
        6.680131188771972e+01, -1.328068155288572e+01,
    ]
    private static let tailAbove = [
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
    ]
    private static let tailBelow = [
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
        3.754408661907416e+00,
    ]
}
