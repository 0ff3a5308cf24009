package import Dataset
package import Profile
import RunDocument

/// What the values of two splits have in common, by their profiles.
package struct LabelShift: Sendable {
    let thresholds: SplitsThresholds

    package init(thresholds: SplitsThresholds = SplitsThresholds()) {
        self.thresholds = thresholds
    }

    /// Labels of the test that the training data does not have (Deepchecks `NewLabelTrainTest`).
    ///
    /// - Parameter isPersonal: whether no value may be shown.
    package func newLabel(
        train: ColumnProfile, test: ColumnProfile, isPersonal: Bool = false
    ) -> Finding {
        let kind = "new-label"
        guard let found = newValues(train: train, test: test) else { return skipped(kind, test) }
        let shown = found.values.map { Self.shown($0, .target, isPersonal) }
        var finding = Finding(
            kind,
            column: test.name,
            Measure(Double(found.values.count)),
            .atMost(thresholds[.newLabel]),
            severity: .fail,
            message: "the test has labels that the training data does not have: "
                + Self.list(shown)
        )
        finding.check["values"] = .array(shown.prefix(10).map(JSONValue.string))
        finding.check["count"] = .integer(Int64(found.rows))
        return finding
    }

    /// The share of the test's rows with a category that the training data does not have
    /// (Deepchecks `NewCategoryTrainTest`); a missing one is none.
    ///
    /// - Parameters:
    ///   - role: says whether values may be shown.
    ///   - isPersonal: whether no value may be shown, whatever the role.
    package func newCategory(
        train: ColumnProfile,
        test: ColumnProfile,
        role: Role = .feature,
        isPersonal: Bool = false
    ) -> Finding {
        let kind = "new-category"
        guard let found = newValues(train: train, test: test) else { return skipped(kind, test) }
        let shown = found.values.map { Self.shown($0, role, isPersonal) }
        var finding = Finding(
            kind,
            column: test.name,
            Measure(test.rows == 0 ? 0 : Double(found.rows) / Double(test.rows)),
            .atMost(thresholds[.newCategory]),
            severity: .fail,
            message: "'\(test.name)' has values that the training data does not have: "
                + Self.list(shown)
        )
        finding.check["values"] = .array(shown.prefix(10).map(JSONValue.string))
        finding.check["count"] = .integer(Int64(found.rows))
        return finding
    }

    private static func shown(_ value: String, _ role: Role, _ isPersonal: Bool) -> String {
        isPersonal ? Redaction.mark : Redaction.redacted(value, role: role, kinds: [])
    }

    /// Values of the test only, the most frequent first, and how many rows have one.
    private func newValues(train: ColumnProfile, test: ColumnProfile)
        -> (values: [String], rows: Int)?
    {
        guard let known = LabelCounts(train), let seen = LabelCounts(test) else { return nil }
        let new = seen.counts.filter { known.counts[$0.key] == nil }
        let sorted = new.sorted { left, right in
            left.value == right.value
                ? left.key.lexicographicallyPrecedes(right.key) : left.value > right.value
        }
        let values = sorted.map { String(decoding: $0.key, as: UTF8.self) }
        return (values, new.values.reduce(0, +))
    }

    private static func list(_ values: [String]) -> String {
        let shown = values.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        return values.count > 5 ? "\(shown) and \(values.count - 5) more" : shown
    }

    /// Whether a feature is one of few words, if no schema says so: at most 100, and a tenth of
    /// the rows.
    package static func isCategorical(_ column: ColumnProfile) -> Bool {
        column.texts.count > 0 && column.numbers.count == 0 && column.distinct.value <= 100
            && column.distinct.value <= 0.1 * Double(column.rows)
    }

    /// The test's rows over the training data's (Deepchecks `DatasetsSizeComparison`).
    package func sizeRatio(trainRows: Int, testRows: Int) -> Finding {
        let ratio = trainRows == 0 ? .infinity : Double(testRows) / Double(trainRows)
        return Finding(
            "size-ratio",
            Measure(ratio),
            .above(thresholds[.sizeRatio]),
            severity: .fail,
            message: "the test has \(testRows) rows, the training data \(trainRows)"
        )
    }

    /// The total variation distance of the shares of labels, ½Σ|p−q|.
    ///
    /// A small split differs by chance: one whose Pearson's χ² of homogeneity is below the 95 %
    /// quantile passes.
    ///
    /// - Parameter fold: the test's name, if there are several.
    package func stratification(
        train: ColumnProfile,
        test: ColumnProfile,
        fold: String? = nil
    ) -> Finding {
        let kind = "stratification"
        let name = [test.name, fold].compactMap(\.self).joined(separator: "/")
        guard let left = LabelCounts(train), let right = LabelCounts(test), left.total > 0,
            right.total > 0
        else { return skipped(kind, test) }
        let labels = Set(left.counts.keys).union(right.counts.keys)
            .sorted { $0.lexicographicallyPrecedes($1) }
        let shift = ShareShift(
            labels.map { left.counts[$0, default: 0] },
            labels.map { right.counts[$0, default: 0] }
        )
        let limit = Limit.atMost(thresholds[.stratification])
        var finding = Finding(
            kind,
            column: name,
            passed: !limit.isBroken(by: Measure(shift.totalVariation)) || !shift.isSignificant,
            observed: shift.totalVariation.json,
            expected: limit.phrase,
            message: "the shares of the labels of '\(test.name)' differ between the splits"
        )
        finding.check["chiSquared"] = shift.chiSquared.json
        finding.check["degreesOfFreedom"] = .integer(Int64(labels.count - 1))
        return finding.with(.fail)
    }

    private func skipped(_ kind: String, _ column: ColumnProfile) -> Finding {
        Finding(
            skipping: kind,
            column.name,
            reason: "'\(column.name)' has no values, or more distinct ones than are kept"
        ).with(.fail)
    }
}
