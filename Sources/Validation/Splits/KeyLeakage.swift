import RunDocument

/// What of the training data is in the test, by keys of rows.
package struct KeyLeakage: Sendable {
    let thresholds: SplitsThresholds

    package init(thresholds: SplitsThresholds = SplitsThresholds()) {
        self.thresholds = thresholds
    }

    /// The share of test rows that are in the training data (Deepchecks `TrainTestSamplesMix`).
    ///
    /// - Parameter rows: by keys of all features and the label.
    package func testRowsInTrain(_ rows: CommonKeys) -> Finding {
        finding(
            "test-rows-in-train",
            nil,
            rows,
            Measure(rows.share),
            limit: .atMost(thresholds[.testRowsInTrain]),
            message: "\(rows.count) of \(rows.total) test rows are in the training data"
        )
    }

    /// The share of test rows whose id the training data has (Deepchecks `IndexTrainTestLeakage`,
    /// which counts an id once that the test has twice).
    package func indexLeakage(_ columns: [String], _ ids: CommonKeys) -> Finding {
        finding(
            "index-leakage",
            columns.joined(separator: ","),
            ids,
            Measure(ids.share),
            limit: .atMost(thresholds[.indexLeakage]),
            message: "\(ids.count) of \(ids.total) test rows have an id of the training data"
        )
    }

    /// Test rows of groups that are on both sides, as a patient with several images; no peer has it
    /// alone.
    package func groupLeakage(_ columns: [String], _ groups: CommonKeys) -> Finding {
        finding(
            "group-leakage",
            columns.joined(separator: ","),
            groups,
            Measure(Double(groups.count)),
            limit: .atMost(thresholds[.groupLeakage]),
            message:
                "\(groups.count) of \(groups.total) test rows are of groups of the training data"
        )
    }

    /// Test rows whose features the training data has, but never with their label.
    ///
    /// - Parameters:
    ///   - features: by keys of the features.
    ///   - labelled: by keys of the features and the label.
    package func conflictingLabels(features: CommonKeys, labelled: CommonKeys) -> Finding {
        let count = max(0, features.count - labelled.count)
        var conflicts = features
        let agreeing = Set(labelled.examples.map(\.test))
        conflicts.examples.removeAll { agreeing.contains($0.test) }
        conflicts.count = count
        return finding(
            "conflicting-labels",
            nil,
            conflicts,
            Measure(Double(count)),
            limit: .atMost(thresholds[.conflictingLabels]),
            message: "\(count) test rows have features of the training data with another label"
        )
    }

    private func finding(
        _ kind: String,
        _ column: String?,
        _ keys: CommonKeys,
        _ measure: Measure,
        limit: Limit,
        message: String
    ) -> Finding {
        var finding = Finding(
            kind, column: column, measure, limit, severity: .fail, message: message)
        finding.check["count"] = .integer(Int64(keys.count))
        if keys.count > 0 { finding.check["rows"] = keys.json }
        return finding
    }
}
