extension DriftMethod {
    /// What the manual says of it.
    package var meaning: String {
        switch self {
        case .wasserstein: "the Wasserstein distance over the reference's standard deviation"
        case .psi: "the population stability index, natural logarithm"
        case .kl: "the Kullback-Leibler divergence of the reference from the current data"
        case .jensenshannon: "the Jensen-Shannon distance, natural logarithm"
        case .jensenShannonDivergence: "the Jensen-Shannon divergence, base 2"
        case .ks: "the p-value of Kolmogorov and Smirnov's test"
        case .ksStatistic: "its statistic D"
        case .chisquare: "the p-value of the chi-squared test of goodness of fit"
        case .z: "the p-value of the two-sided test of two shares"
        case .hellinger: "the Hellinger distance"
        case .tvd: "the total variation distance"
        case .lInfinity: "the greatest difference of two shares"
        case .cramersV: "the bias-corrected V of Cramer"
        }
    }

    /// When a column has drifted, as `>= 0.1`.
    package var verdict: String { "\(comparison.rawValue) \(defaultThreshold)" }
}

extension CheckDescription {
    /// The limit of a check that has one, which `quality` can set.
    package var limit: Double? {
        if group == .quality { return QualityThreshold(rawValue: kind)?.defaultValue }
        return group == .splits ? SplitsThreshold(rawValue: kind)?.defaultValue : nil
    }

    /// Of the quality checks, by the names that `quality` knows.
    package static let limits: [(name: String, value: Double)] =
        QualityThreshold.allCases.map { ($0.rawValue, $0.defaultValue) }
}
