package import Dataset
package import Profile

/// The columns whose values are neither shown nor stored.
package enum PersonalColumns {
    /// Those that the schema says are `personal`, ids or groups, and those in which personal data
    /// is found; a column of which the schema says that it is not personal is not.
    ///
    /// All that a stored profile has of a column is looked at: its texts, its numbers, and, where
    /// not all of them are kept, its cells in the row sample.
    ///
    /// - Parameter seen: by column, if all of its cells were looked at.
    package static func names(
        in profile: TableProfile, schema: TableSchema?, seen: [String: PersonalData] = [:]
    ) -> Set<String> {
        var names: Set<String> = []
        var undecided: [(place: Int, column: ColumnProfile)] = []
        for (place, column) in profile.columns.enumerated() where !column.isRedacted {
            let field = schema?[column.name]
            switch (field?.personal, field?.role ?? .feature, seen[column.name]) {
            case (true?, _, _), (nil, .id, _), (nil, .group, _): names.insert(column.name)
            case (false?, _, _): break
            case (nil, _, let data?) where data.kinds.isEmpty: break
            case (nil, _, .some): names.insert(column.name)
            case (nil, _, nil): undecided.append((place, column))
            }
        }
        let stored = undecided.concurrentMap { PersonalData(storedIn: $0.column) }
        var sampled = [PersonalData?](repeating: nil, count: profile.columns.count)
        for ((place, column), data) in zip(undecided, stored) {
            if !data.kinds.isEmpty {
                names.insert(column.name)
            } else if column.texts.counts == nil || column.numbers.counts == nil {
                sampled[place] = data
            }
        }
        guard sampled.contains(where: { $0 != nil }) else { return names }
        for row in profile.sample.rows { look(at: row, &sampled) }
        for (column, data) in zip(profile.columns, sampled) where data?.kinds.isEmpty == false {
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
