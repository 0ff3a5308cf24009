extension TableProfile {
    /// The profile with no value of some columns in it, as it may be stored and shown.
    ///
    /// What is left of their values is counts, and `RedactedValue`s. Of the row sample, these
    /// columns' cells are replaced; the hashes of whole rows stay.
    ///
    /// - Throws: `ProfileError.mismatch` for sketches that no profile has together.
    package func redacting(_ names: Set<String>) throws(ProfileError) -> TableProfile {
        var profile = self
        var places: Set<Int> = []
        for (index, column) in columns.enumerated()
        where names.contains(column.name) && !column.isRedacted {
            places.insert(index)
            profile.columns[index] = try column.redacted()
        }
        guard !places.isEmpty else { return self }
        profile.sample = sample.mapped { row in
            PackedRow(
                row.cells.enumerated().map { index, cell in
                    guard let cell, !cell.isEmpty, places.contains(index) else { return cell }
                    return RedactedValue.bytes(for: cell)
                })
        }
        return profile
    }

    package var redactedColumns: Set<String> {
        Set(columns.filter(\.isRedacted).map(\.name))
    }

    /// Two profiles, redacted where one of them is, so that their values can be compared.
    package static func aligned(_ left: Self, _ right: Self) throws(ProfileError) -> (Self, Self) {
        let names = left.redactedColumns.union(right.redactedColumns)
        return (try left.redacting(names), try right.redacting(names))
    }
}

extension ColumnProfile {
    /// Whether the values are replaced by pseudonyms.
    package var isRedacted: Bool { tallies?.isRedacted ?? false }

    fileprivate func redacted() throws(ProfileError) -> ColumnProfile {
        guard var tallies else { return self }
        try tallies.redact()
        return ColumnProfile(name, declared: declaredType, rows: rows, tallies)
    }

    /// Calls a function with each value that a stored profile would have, but for the row sample:
    /// the texts, and of the numbers those that are kept.
    package func forEachStoredValue(
        texts: (UnsafeBufferPointer<UInt8>, _ count: Int) -> Void,
        numbers: (Double, _ count: Int) -> Void
    ) {
        guard let tallies else { return }
        switch tallies.texts.values {
        case .exact(let table):
            table.forEach { text, _, count in texts(text.bindMemory(to: UInt8.self), count) }
        case .sketched(let sketches):
            for item in sketches.frequent.items {
                item.key.withUnsafeBufferPointer { texts($0, max(1, item.bounds.lowerBound)) }
            }
        }
        switch tallies.numbers.values {
        case .exact(let table):
            let counts = table.sorted
            for (number, count) in zip(counts.values, counts.counts) { numbers(number, count) }
        case .sketched(let sketches):
            for number in sketches.quantiles.sorted.numbers { numbers(number, 1) }
        }
    }
}
