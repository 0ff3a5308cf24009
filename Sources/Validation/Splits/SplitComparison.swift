package import Dataset
package import Profile
import RunDocument

/// What is known of the rows of one split.
package struct SplitData: Sendable {
    package let profile: TableProfile
    /// What tells whether another split has the same rows.
    package let keys: SplitKeys?
    /// The columns whose values tell of persons.
    package var personalColumns: Set<String> = []
}

/// Holds the test data against the training data: leakage between them, and how alike they are.
package enum SplitComparison {
    /// The checks of two splits that were read by one schema, with their keys.
    ///
    /// - Throws: `ProfileError.scratch`, `SchemaError`.
    package static func findings(
        train: SplitData, test: SplitData, schema: TableSchema
    ) throws -> [Finding] {
        var report = SplitsReport(train: split(train, schema), test: split(test, schema))
        for field in schema.fields { report.roles[field.name] = field.role }
        report.personal = train.personalColumns.union(test.personalColumns)
        report.task = schema.dataset.task
        report.categorical = schema.fields.filter { $0.categories != nil }.map(\.name)
        if let own = train.keys, let other = test.keys {
            report.rows = try other.common(.rows, with: own)
            report.features = try other.common(.features, with: own)
            report.featuresWithLabel = try other.common(.labelled, with: own)
            report.ids = try other.common(.ids, with: own).map { (names(schema, .id), $0) }
            report.groups = try other.common(.groups, with: own).map { keys in
                (schema.dataset.groupKeys + names(schema, .group), keys)
            }
        }
        report.time = try time(train.profile, test.profile, schema)
        return try SeverityRules(schema).applied(to: report.findings)
    }

    /// The checks of two splits that stand in one table, by the field that tells them apart.
    ///
    /// - Throws: `ProfileError.scratch`, `SchemaError`.
    package static func findings(_ report: ValidationReport, schema: TableSchema) throws
        -> [Finding]
    {
        guard let key = schema.dataset.splitKey, report.splits.count == 2 else { return [] }
        for (split, value) in zip(report.splits, [key.train, key.test])
        where split.profile.rows == 0 {
            let finding = Finding(
                "size-ratio", passed: false, observed: 0, expected: "rows in both splits",
                message: "no row has '\(value)' in '\(key.field)'")
            return try SeverityRules(schema).applied(to: [finding])
        }
        var splits = report.splits
        let personal = report.personalColumns
        for index in splits.indices { splits[index].personalColumns = personal }
        return try findings(train: splits[0], test: splits[1], schema: schema)
    }

    private static func names(_ schema: TableSchema, _ role: Role) -> [String] {
        schema.fields.filter { $0.role == role }.map(\.name)
    }

    private static func split(_ data: SplitData, _ schema: TableSchema) -> SplitsReport.Split {
        SplitsReport.Split(profile: data.profile, sample: RowSampleView(data.profile, schema))
    }

    private static func time(
        _ train: TableProfile, _ test: TableProfile, _ schema: TableSchema
    ) throws -> (column: String, train: TimeRange?, test: TimeRange?, embargo: Embargo)? {
        let name = schema.dataset.timeKey?.field ?? names(schema, .time).first
        guard let name, let field = schema[name] else { return nil }
        let parser = try CellParser(field, of: schema)
        let embargo = try schema.dataset.timeKey?.embargo.map { try Embargo($0.text) }
        return (
            name, train[name].flatMap { TimeRange($0, parser) },
            test[name].flatMap { TimeRange($0, parser) }, embargo ?? .none
        )
    }
}
