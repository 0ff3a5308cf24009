/// The statistics that `drift.method` in a schema can name.
package enum DriftMethod: String, CaseIterable, Sendable {
    case wasserstein
    case psi
    case kl
    /// The distance, natural log.
    case jensenshannon
    /// The divergence, log₂.
    case jensenShannonDivergence = "jensen_shannon_divergence"
    /// Gated on its p-value.
    case ks
    /// Gated on D itself, as Deepchecks does.
    case ksStatistic = "ks_statistic"
    case chisquare
    case z
    case hellinger
    case tvd
    case lInfinity = "l_infinity"
    case cramersV = "cramers_v"

    /// Peers' own words for the same statistics.
    private static let synonyms: [String: DriftMethod] = [
        "kl_div": .kl, "TVD": .tvd, "infinity_norm": .lInfinity, "chi2": .chisquare,
        "kolmogorov_smirnov": .ksStatistic, "cramer_v": .cramersV,
        "jensen_shannon": .jensenshannon, "wasserstein_distance": .wasserstein,
    ]

    package init(named name: String) throws(DriftError) {
        guard let method = Self(rawValue: name) ?? Self.synonyms[name] else {
            throw .unknownMethod(name)
        }
        self = method
    }

    /// What `value` is compared with unless a schema says otherwise.
    ///
    /// Evidently's, and for the ones that it lacks: 0.01 for L∞ as in TFDV's guide and for its
    /// divergence (which is the square of a distance of 0.083), 0.2 for D and V as Deepchecks.
    package var defaultThreshold: Double {
        switch self {
        case .wasserstein, .psi, .kl, .jensenshannon, .hellinger, .tvd: 0.1
        case .ks, .chisquare, .z: 0.05
        case .ksStatistic, .cramersV: 0.2
        case .jensenShannonDivergence, .lInfinity: 0.01
        }
    }

    /// Evidently's `<=` for KS, `<` for the other p-values, `>=` for distances; TFDV's `>`.
    package var comparison: ThresholdOperator {
        switch self {
        case .ks: .lessOrEqual
        case .chisquare, .z: .less
        case .jensenShannonDivergence, .lInfinity: .greater
        default: .greaterOrEqual
        }
    }

    /// Whether drift is read off the p-value rather than off the statistic.
    package var isSignificanceTest: Bool {
        switch self {
        case .ks, .chisquare, .z: true
        default: false
        }
    }

    package var logBase: String? {
        switch self {
        case .psi, .kl, .jensenshannon: "e"
        case .jensenShannonDivergence: "2"
        default: nil
        }
    }

    /// Whether it takes the numbers themselves, not counts of bins.
    var needsNumbers: Bool {
        switch self {
        case .wasserstein, .ks, .ksStatistic: true
        default: false
        }
    }

    /// The measure of shares that it is, which a sketch can bound; nil for the others.
    var divergence: Divergence? {
        switch self {
        case .psi: .populationStability
        case .kl: .kullbackLeibler
        case .jensenshannon: .jensenShannonDistance
        case .jensenShannonDivergence: .jensenShannonDivergence
        case .hellinger: .hellinger
        case .tvd: .totalVariation
        case .lInfinity: .chebyshev
        case .wasserstein, .ks, .ksStatistic, .chisquare, .z, .cramersV: nil
        }
    }
}
