/// How one column is to be compared.
struct DriftPlan: Sendable {
    var method: DriftMethod
    var threshold: Double
    /// Nil if the method takes the values themselves.
    var binning: Binning?

    init(
        _ rule: DriftOptions.Rule, default method: DriftMethod, binning: (DriftMethod) -> Binning
    ) {
        let method = rule.method ?? method
        self.method = method
        threshold = rule.threshold ?? method.defaultThreshold
        self.binning = method.needsNumbers ? nil : binning(method)
    }
}

/// A plan, or why a column is not compared.
enum DriftChoice: Sendable {
    case compare(DriftPlan)
    case skip(String)
}

/// Whose rules say how columns are compared, and when they drifted.
package enum DriftPolicy: String, CaseIterable, Sendable {
    case mlx, evidently, tfdv

    func choose(_ pair: ColumnPair, _ options: DriftOptions) -> DriftChoice {
        let rule = options.rules[pair.name] ?? DriftOptions.Rule()
        let isCategorical = options.categorical.contains(pair.name)
        return switch self {
        case .mlx: ownChoice(pair, rule, isCategorical, options.minSamples)
        case .evidently: evidentlyChoice(pair, rule, isCategorical)
        case .tfdv: tfdvChoice(pair, rule, isCategorical)
        }
    }
}
