package import Profile
import RunDocument

/// Quality checks of whole rows, by counts of distinct ones.
package struct RowQuality: Sendable {
    let thresholds: QualityThresholds

    package init(thresholds: QualityThresholds = QualityThresholds()) {
        self.thresholds = thresholds
    }

    /// The share of rows that repeat another one (Deepchecks `DataDuplicates`): 1 − distinct/rows.
    ///
    /// - Parameter rows: above 0.
    package func dataDuplicates(rows: Int, distinct: Estimate) -> Finding {
        var share = distinct
        share.value = max(0, (Double(rows) - distinct.value) / Double(rows))
        share.standardError /= Double(rows)
        return Finding(
            "data-duplicates",
            Measure(share),
            .atMost(thresholds[.dataDuplicates]),
            message: "\((100 * share.value).shortText) % of the rows repeat another one"
        )
    }

    /// The share of rows whose features another row has with another label (Deepchecks
    /// `ConflictingLabels`).
    func conflictingLabels(_ groups: LabelGroups) -> Finding {
        let share = Measure(
            count: groups.conflicts, of: groups.rows, isWhole: groups.isComplete)
        var finding = Finding(
            "conflicting-labels",
            share,
            .atMost(thresholds[.conflictingLabels]),
            message: "\(groups.conflicts) rows have the features of others with another label"
        )
        finding.check["conflicts"] = .integer(Int64(groups.conflicts))
        if !groups.isComplete { finding.check["rowsCompared"] = .integer(Int64(groups.rows)) }
        return finding
    }
}
