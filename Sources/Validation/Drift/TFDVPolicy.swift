import Profile

/// What TensorFlow Data Validation does: L∞ for categories, the Jensen–Shannon divergence (log₂)
/// of histograms for numbers; drift if the value is greater than the threshold.
///
/// Which histograms stands at `alignedHistograms`. TFDV compares only features whose schema has a
/// threshold; here every column is compared, with 0.01 where the schema has none.
func tfdvChoice(
    _ pair: ColumnPair, _ rule: DriftOptions.Rule, _ isCategorical: Bool
) -> DriftChoice {
    guard pair.reference.usable > 0 else { return .skip("no values in the reference data") }
    guard pair.current.usable > 0 else { return .skip("no values in the current data") }
    let isNumeric =
        !isCategorical && !pair.reference.hasTexts && !pair.current.hasTexts && pair.numbers != nil
    return .compare(
        DriftPlan(rule, default: isNumeric ? .jensenShannonDivergence : .lInfinity) { method in
            switch method {
            case .chisquare, .z: .values
            default: isNumeric ? .equalWidth : .topValues
            }
        }
    )
}
