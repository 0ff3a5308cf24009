import Profile

/// Our own choice: the Jensen–Shannon distance over bins that the reference fixes, drift at 0.1.
///
/// Why this one and not PSI: it is finite when a bin is empty on one side, where PSI depends on
/// the constant that fills it; it is symmetric and bounded, so that numbers and categories share a
/// scale; and it measures an effect, where a p-value flags any difference once there are rows
/// enough. 0.1 is, for instance, 3 % of values in a category that is new, or a normal distribution
/// that moved by 0.29 standard deviations. Bins that are fixed in the reference make two current tables
/// comparable and let a profile stand in for the data.
///
/// A column counts as numeric if most values of the reference are numbers and more than 20 of them
/// are distinct; otherwise each value is a category.
func ownChoice(
    _ pair: ColumnPair, _ rule: DriftOptions.Rule, _ isCategorical: Bool, _ minSamples: Int
) -> DriftChoice {
    for (side, values) in [("reference", pair.reference.usable), ("current", pair.current.usable)] {
        guard values < max(1, minSamples) else { continue }
        return .skip("\(values) values in the \(side) data; drift is judged from \(minSamples) on")
    }
    let isNumeric =
        pair.reference.isNumeric && !isCategorical && pair.reference.distinctNumbers > 20
        && pair.numbers != nil
    let plan = DriftPlan(rule, default: .jensenshannon) { method in
        switch method {
        // Their probabilities are of values as they are; z takes the smallest one.
        case .chisquare, .z: .values
        default: isNumeric ? .referenceDeciles : .referenceCategories
        }
    }
    return .compare(plan)
}

extension ColumnSample {
    /// More than any count if they come from a sketch.
    var distinctNumbers: Int {
        guard let numbers else { return 0 }
        return numbers.isExact ? numbers.counts.values.count : Int.max
    }
}
