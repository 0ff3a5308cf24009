import Profile

/// What Evidently 0.7 does with the two data frames that pandas reads from the same files.
///
/// NaN and ±∞ are dropped on each side. The current side decides the column's type, as `Dataset`
/// infers it: floats are numerical, and so are integers with more than 10 distinct values; other
/// integers, booleans, and texts whose distinct values are at most half of all are categorical.
/// An integer column with a missing cell is one of floats. With u distinct values on both sides:
///
/// |                                    | ≤ 1000 in reference | > 1000               |
/// |------------------------------------|---------------------|----------------------|
/// | numerical, u > 5                   | KS, p ≤ 0.05        | Wasserstein ≥ 0.1    |
/// | numerical, u 3–5; categorical, > 2 | χ², p < 0.05        | Jensen–Shannon ≥ 0.1 |
/// | u ≤ 2                              | Z, p < 0.05         | Jensen–Shannon ≥ 0.1 |
///
/// What differs: a text column (more distinct values) is skipped, where Evidently trains a
/// classifier; so is an empty side, where it raises an error. `tvd` is the distance itself, where
/// Evidently reports a p-value of 1000 permutations. And any method may be asked of any type.
func evidentlyChoice(
    _ pair: ColumnPair, _ rule: DriftOptions.Rule, _ isCategorical: Bool
) -> DriftChoice {
    let type = isCategorical ? PandasType.categorical : pair.current.pandasType
    switch type {
    case .empty: return .skip("no values in the current data")
    case .text: return .skip("a text column: Evidently's text classifier is not computed")
    case .numerical where pair.reference.hasTexts: return .skip("the reference has texts")
    case .numerical, .categorical: break
    }
    let size = type == .numerical ? pair.reference.profile.numbers.count : pair.reference.usable
    guard size > 0 else { return .skip("no values in the reference data") }
    let distinct = pair.distinct
    let method: DriftMethod =
        switch (type, size > 1000) {
        case (.numerical, false) where distinct > 5: .ks
        case (.numerical, true) where distinct > 5: .wasserstein
        case (_, true): .jensenshannon
        case (_, false): distinct > 2 ? .chisquare : .z
        }
    return .compare(
        DriftPlan(rule, default: method) { method in
            guard type == .numerical else { return .values }
            return switch method {
            case .hellinger: .sturgesOfDistinct
            case .chisquare, .z, .tvd, .cramersV: .values
            default: pair.reference.distinctNumbers > 20 ? .sturges : .values
            }
        }
    )
}

extension ColumnPair {
    /// Distinct values of both sides together; as soon as one side has more than 5, just its own.
    fileprivate var distinct: Int {
        let larger = max(reference.distinct, current.distinct)
        return larger > 5 ? Int(larger) : countsOfValues(self)?.count ?? 0
    }
}

private enum PandasType {
    case numerical, categorical, text, empty
}

extension ColumnSample {
    fileprivate var pandasType: PandasType {
        guard usable > 0 else { return .empty }
        if !hasTexts {
            return isIntegerInPandas && distinctNumbers <= 10 ? .categorical : .numerical
        }
        if profile.missing == 0, profile.texts.booleans == usable { return .categorical }
        return distinct > Double(usable) / 2 ? .text : .categorical
    }
}
