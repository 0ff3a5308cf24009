package import Dataset
package import Profile
import RunDocument

/// All checks of a training and a test split, by what is known of them.
package struct SplitsReport: Sendable {
    package struct Split: Sendable {
        package var profile: TableProfile
        package var sample: RowSampleView?

        package init(profile: TableProfile, sample: RowSampleView? = nil) {
            self.profile = profile
            self.sample = sample
        }
    }

    package var train: Split
    package var test: Split
    /// By column; those that are not here are features.
    package var roles: [String: Role] = [:]
    /// The columns of which no value may be shown.
    package var personal: Set<String> = []
    package var task: DatasetKey.Task?
    package var thresholds = SplitsThresholds()
    /// Features that are one of few values; nil to go by the training data.
    package var categorical: [String]?
    /// What was compared by keys; nil if it was not.
    package var rows: CommonKeys?
    package var features: CommonKeys?
    package var featuresWithLabel: CommonKeys?
    package var ids: (columns: [String], keys: CommonKeys)?
    package var groups: (columns: [String], keys: CommonKeys)?
    package var time: (column: String, train: TimeRange?, test: TimeRange?, embargo: Embargo)?

    package init(train: Split, test: Split) {
        self.train = train
        self.test = test
    }

    package var findings: [Finding] {
        let shift = LabelShift(thresholds: thresholds)
        let size = shift.sizeRatio(trainRows: train.profile.rows, testRows: test.profile.rows)
        return [size] + keyFindings + timeFindings + labelFindings(shift)
            + categoryFindings(shift) + leakageFindings
    }

    private var target: String? { roles.first { $0.value == .target }?.key }

    private var isClassification: Bool {
        if let task { return task != .regression }
        guard let target, let column = train.profile[target] else { return false }
        return LabelCounts(column)?.areLabels ?? false
    }

    private var featureNames: [String] {
        train.profile.columns.map(\.name).filter { roles[$0, default: .feature] == .feature }
    }

    private var keyFindings: [Finding] {
        let leakage = KeyLeakage(thresholds: thresholds)
        var findings: [Finding] = []
        if let rows { findings.append(leakage.testRowsInTrain(rows)) }
        if let ids { findings.append(leakage.indexLeakage(ids.columns, ids.keys)) }
        if let groups { findings.append(leakage.groupLeakage(groups.columns, groups.keys)) }
        if isClassification, let features, let featuresWithLabel {
            findings.append(
                leakage.conflictingLabels(features: features, labelled: featuresWithLabel)
            )
        }
        return findings
    }

    private var timeFindings: [Finding] {
        guard let time else { return [] }
        guard let before = time.train, let after = time.test else {
            return [TimeLeakage.skipped(time.column)]
        }
        return [
            TimeLeakage.finding(time.column, train: before, test: after, embargo: time.embargo)
        ]
    }

    private func labelFindings(_ shift: LabelShift) -> [Finding] {
        guard isClassification, let target, let before = train.profile[target],
            let after = test.profile[target]
        else { return [] }
        return [
            shift.newLabel(
                train: before, test: after, isPersonal: personal.contains(target)),
            shift.stratification(train: before, test: after),
        ]
    }

    private func categoryFindings(_ shift: LabelShift) -> [Finding] {
        let names = categorical.map { Set($0) }
        let tested = Dictionary(
            test.profile.columns.map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return train.profile.columns.compactMap { column in
            guard roles[column.name, default: .feature] == .feature,
                let after = tested[column.name],
                names?.contains(column.name) ?? LabelShift.isCategorical(column)
            else { return nil }
            return shift.newCategory(
                train: column, test: after, isPersonal: personal.contains(column.name))
        }
    }

    private var leakageFindings: [Finding] {
        guard let target, let before = train.sample, let after = test.sample else { return [] }
        return LabelLeakage(
            train: before,
            test: after,
            target: target,
            isClassification: isClassification,
            thresholds: thresholds
        ).findings(features: featureNames)
    }
}
