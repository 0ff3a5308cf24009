package import Dataset
package import Profile
import RunDocument

/// All quality checks of a table, by its profile and what else is known of it.
package struct TableQuality: Sendable {
    package var profile: TableProfile
    /// By column; those that are not here are features.
    package var roles: [String: Role] = [:]
    package var task: DatasetKey.Task?
    package var thresholds = QualityThresholds()
    /// What the correlation and the outliers of columns with many values need.
    package var sample: RowSampleView?
    /// Distinct rows of the table.
    package var distinctRows: Estimate?
    /// The rows by their features, with their labels.
    package var labels: LabelGroups?
    /// By column, if all cells were looked at; otherwise it is told from the profile or the sample.
    package var personal: [String: PersonalData] = [:]

    /// The columns whose values the schema says tell of persons.
    package var declaredPersonal: Set<String> = []

    package init(_ profile: TableProfile) { self.profile = profile }

    package var findings: [Finding] {
        guard profile.rows > 0 else { return [] }
        let columns = profile.columns.concurrentMap { findings(of: $0) }
        return rowFindings + columns.flatMap(\.self) + pairFindings
    }

    private var target: String? { roles.first { $0.value == .target }?.key }

    private var features: [String] {
        profile.columns.map(\.name).filter { roles[$0, default: .feature] == .feature }
    }

    private func findings(of column: ColumnProfile) -> [Finding] {
        let data = personalData(column)
        let quality = ColumnQuality(
            column,
            role: roles[column.name, default: .feature],
            thresholds: thresholds,
            personal: declaredPersonal.contains(column.name)
                ? Set(PersonalData.Kind.allCases) : data?.kinds ?? []
        )
        let own =
            quality.findings
            + [
                quality.outliers(sample: sampledNumbers(column)),
                quality.classImbalance(task: task),
                data?.finding(column, limit: thresholds[.personalData]),
            ].compactMap(\.self)
        return own.map { $0.with($0.severity) }
    }

    private func personalData(_ column: ColumnProfile) -> PersonalData? {
        personal[column.name] ?? PersonalData(column)
            ?? sample?.cells(of: column.name).map(PersonalData.init(cells:))
    }

    private func sampledNumbers(_ column: ColumnProfile) -> NumberCounts? {
        guard column.numbers.counts == nil, let cells = sample?.cells(of: column.name) else {
            return nil
        }
        return NumberCounts(
            of: cells.compactMap { $0?.withUnsafeBufferPointer(NumberParser.number) }
        )
    }

    private var rowFindings: [Finding] {
        let rows = RowQuality(thresholds: thresholds)
        var findings: [Finding] = []
        if let distinctRows {
            findings.append(rows.dataDuplicates(rows: profile.rows, distinct: distinctRows))
        }
        if let target, isClassification(target), let labels {
            findings.append(rows.conflictingLabels(labels))
        }
        return findings
    }

    private func isClassification(_ target: String) -> Bool {
        if let task { return task != .regression }
        return profile[target].flatMap { LabelCounts($0)?.areLabels } ?? false
    }

    private var pairFindings: [Finding] {
        guard let sample else { return [] }
        let pairs = PairQuality(sample: sample, thresholds: thresholds)
        return [pairs.correlation(of: features), pairs.duplicateColumns(profile)]
            .compactMap(\.self)
    }
}
