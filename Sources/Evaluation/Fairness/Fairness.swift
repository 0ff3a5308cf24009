package import Dataset

/// How groups of people fare, by the definitions of Fairlearn 0.15.
///
/// Differences and ratios are between groups: the highest rate less the lowest, and the lowest over
/// the highest. Equalized odds are the worse of the true and the false positive rate's.
package enum Fairness {
    /// - Parameters:
    ///   - column: whose values are the groups; rows without one are a group of their own.
    ///   - positiveLabel: the label that counts as being selected; nil for the second of two.
    /// - Precondition: the table has the rows of `rows`.
    /// - Throws: `SliceError`.
    package static func result(
        _ rows: ScoredRows, by column: String, of table: Table, schema: TableSchema,
        positiveLabel: String? = nil
    ) throws -> FairnessResult {
        let groups = try FairnessGroups(
            rows, by: column, of: table, schema: schema, positiveLabel: positiveLabel)
        let rates = groups.rates()
        return FairnessResult(
            column: column,
            positiveLabel: groups.positiveLabel,
            groups: zip(groups.names, rates).map { name, rates in
                FairnessResult.Group(
                    name: name, rowCount: rates.rowCount,
                    selectionRate: rates.selectionRate, truePositiveRate: rates.truePositiveRate,
                    falsePositiveRate: rates.falsePositiveRate)
            },
            metrics: metrics(rates)
        )
    }

    /// By Fairlearn's names; a ratio of nothing to nothing is nil.
    static func metrics(_ groups: [GroupRates]) -> [String: Double?] {
        let selection = Spread(groups.compactMap(\.selectionRate))
        let truePositive = Spread(groups.map(\.truePositiveRate))
        let falsePositive = Spread(groups.map(\.falsePositiveRate))
        return [
            "demographic_parity_difference": selection.difference,
            "demographic_parity_ratio": selection.ratio,
            "equal_opportunity_difference": truePositive.difference,
            "equal_opportunity_ratio": truePositive.ratio,
            "equalized_odds_difference": worse(truePositive, falsePositive),
            "equalized_odds_ratio": worseRatio(truePositive, falsePositive),
        ]
    }

    private static func worse(_ left: Spread, _ right: Spread) -> Double? {
        guard let one = left.difference, let other = right.difference else { return nil }
        return max(one, other)
    }

    /// Fairlearn takes Python's `min` of the true positive rate's ratio and the other one: a NaN
    /// stays if it comes first, and not if it comes second.
    private static func worseRatio(_ truePositive: Spread, _ falsePositive: Spread) -> Double? {
        guard let one = truePositive.ratio else { return nil }
        return falsePositive.ratio.map { min(one, $0) } ?? one
    }

    /// The lowest and the highest rate.
    private struct Spread {
        private let lowest: Double?
        private let highest: Double?

        init(_ rates: [Double]) {
            lowest = rates.min()
            highest = rates.max()
        }

        var difference: Double? {
            guard let lowest, let highest else { return nil }
            return highest - lowest
        }

        var ratio: Double? {
            guard let lowest, let highest, highest != 0 else { return nil }
            return lowest / highest
        }
    }
}
