package import Dataset
package import Profile

/// The columns whose values are neither shown nor stored.
package enum PersonalColumns {
    /// Those that the schema says are `personal`, ids or groups, and those in which personal data
    /// is found; a column of which the schema says that it is not personal is not.
    ///
    /// All that a stored profile has of a column is looked at: its texts, its numbers, and its
    /// cells in the row sample.
    ///
    /// - Parameter found: columns in which personal data was found by other means.
    package static func names(
        in profile: TableProfile, schema: TableSchema?, found: Set<String> = []
    ) -> Set<String> {
        var names: Set<String> = []
        var undecided: [(place: Int, column: ColumnProfile)] = []
        for (place, column) in profile.columns.enumerated() where !column.isRedacted {
            let field = schema?[column.name]
            switch (field?.personal, field?.role ?? .feature) {
            case (true?, _), (nil, .id), (nil, .group): names.insert(column.name)
            case (false?, _): break
            case (nil, _) where found.contains(column.name): names.insert(column.name)
            case (nil, _): undecided.append((place, column))
            }
        }
        var data = [PersonalData?](repeating: nil, count: profile.columns.count)
        let stored = undecided.concurrentMap { PersonalData(storedIn: $0.column) }
        for (column, found) in zip(undecided, stored) { data[column.place] = found }
        for sampled in profile.sample.rows { look(at: sampled, &data) }
        for (column, data) in zip(profile.columns, data) where data?.kinds.isEmpty == false {
            names.insert(column.name)
        }
        return names
    }

    /// Looks at the cells of the columns of which there are data.
    private static func look(at sampled: SampledRow, _ data: inout [PersonalData?]) {
        sampled.row.bytes.withUnsafeBufferPointer { bytes in
            var place = 0
            sampled.row.forEachCell { range in
                defer { place += 1 }
                guard let range, place < data.count else { return }
                data[place]?.look(
                    at: UnsafeBufferPointer(rebasing: bytes[range]), count: sampled.count)
            }
        }
    }
}

extension TableProfile {
    /// The profile as it may be stored and shown.
    ///
    /// - Throws: `ProfileError`.
    package func redacted(by schema: TableSchema?) throws(ProfileError) -> TableProfile {
        try redacting(PersonalColumns.names(in: self, schema: schema))
    }
}

extension PersonalData {
    fileprivate init(storedIn column: ColumnProfile) {
        var data = PersonalData()
        column.forEachStoredValue(
            texts: { text, count in data.look(at: text, count: count) },
            numbers: { number, count in data.look(at: number, count: count) }
        )
        self = data
    }
}
