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

    /// How many labels too many the same features have, over all rows.
    ///
    /// It is 0 exactly if no two rows with the same features have different labels. Deepchecks'
    /// `ConflictingLabels` counts all rows with such features; see the other one for that.
    ///
    /// - Parameters:
    ///   - rows: above 0.
    ///   - features: distinct combinations of all features' values.
    ///   - labelled: distinct combinations of these and the label.
    package func conflictingLabels(rows: Int, features: Int, labelled: Int) -> Finding {
        let conflicts = max(0, labelled - features)
        var finding = conflictFinding(share: Measure(Double(conflicts) / Double(rows)))
        finding.check["conflicts"] = .integer(Int64(conflicts))
        return finding
    }

    /// The share of rows whose features another row has with another label.
    ///
    /// Conflicts within a sample are conflicts of the table; a sample without any proves nothing.
    ///
    /// - Returns: nil if the sample lacks one of the columns.
    package func conflictingLabels(
        _ sample: RowSampleView,
        features: [String],
        target: String
    ) -> Finding? {
        let columns = features.compactMap(sample.cells)
        guard let labels = sample.cells(of: target), columns.count == features.count,
            !columns.isEmpty
        else { return nil }
        let count = Self.conflicts(columns, labels)
        guard count > 0 || sample.isWhole else {
            return Finding(
                skipping: "conflicting-labels",
                reason: "a sample without conflicts does not rule them out"
            ).with(.warn)
        }
        var finding = conflictFinding(share: Measure(Double(count) / Double(sample.rowCount)))
        finding.check["conflicts"] = .integer(Int64(count))
        if !sample.isWhole { finding.check["exact"] = false }
        return finding
    }

    /// Rows whose features other rows have with another label.
    private static func conflicts(_ features: [SampleCells], _ labels: SampleCells) -> Int {
        var groups: [UInt128: (firstRow: Int, rows: Int, isConflict: Bool)] = [:]
        var packed = PackedRow()
        for row in labels.indices {
            packed.removeAll()
            for column in features { packed.append(column[row]) }
            let key = ByteHash.standard.hash128(packed.bytes)
            var group = groups[key] ?? (row, 0, false)
            group.rows += 1
            group.isConflict = group.isConflict || labels[row] != labels[group.firstRow]
            groups[key] = group
        }
        return groups.values.reduce(0) { $0 + ($1.isConflict ? $1.rows : 0) }
    }

    private func conflictFinding(share: Measure) -> Finding {
        Finding(
            "conflicting-labels",
            share,
            .atMost(thresholds[.conflictingLabels]),
            message: "rows with the same features have different labels"
        )
    }
}
