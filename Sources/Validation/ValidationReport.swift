package import Dataset
package import Profile
package import RunDocument

/// What the checks of one table found, and which bytes they saw.
package struct ValidationReport: Sendable {
    package let findings: [Finding]
    package let data: DataDigest
    package let profile: TableProfile
    let schema: TableSchema
    /// What was found of persons in each column that holds no numbers.
    let personal: [String: PersonalData]
    /// What tells whether another split has the same rows, if that was asked for.
    package let keys: SplitKeys?
    /// The training and the test rows, if they were to be told apart.
    package let splits: [SplitData]

    /// The whole table as one split.
    package var split: SplitData {
        SplitData(profile: profile, keys: keys, personalColumns: personalColumns)
    }

    package var checks: [Check] { findings.map(\.check) }

    /// The columns whose values tell of persons; see `PersonalColumns`.
    package var personalColumns: Set<String> {
        PersonalColumns.names(in: profile, schema: schema, seen: personal)
    }
}
