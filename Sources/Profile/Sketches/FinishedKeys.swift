import Synchronization

/// The keys of a table, in order, and which rows are repeated.
///
/// `@unchecked`, because the memory and the file that it holds are not changed any more.
package final class FinishedKeys: @unchecked Sendable {
    enum Storage {
        case memory(KeyTable)
        case file(KeyRuns, [KeyRuns.Run], memory: Int)
    }

    package let rowCount: Int
    /// How many different keys there are.
    package let distinctCount: Int
    /// The first few rows that have the key of an earlier row, ascending, each with the first row
    /// that has it.
    package let repeatedRows: [(row: Int, firstRow: Int)]

    fileprivate let cursors: Cursors
    fileprivate let examples: Int

    /// How many rows have the key of an earlier row.
    package var repeatedCount: Int { rowCount - distinctCount }

    /// - Parameter repeated: those that were found so far.
    init(
        _ storage: Storage, rowCount: Int, repeated: FirstRows<KeyEntry>
    ) throws(ProfileError) {
        self.rowCount = rowCount
        examples = repeated.limit
        switch storage {
        case .memory(let table):
            // All are known; asked before the table is sorted.
            distinctCount = table.count
            repeatedRows = repeated.rows.map { row, key in
                (row, table.entry(key)?.first ?? key.first)
            }
            cursors = Cursors(.memory(table))
        case .file:
            cursors = Cursors(storage)
            (distinctCount, repeatedRows) = try Self.repeated(cursors, found: repeated)
        }
    }

    private static func repeated(
        _ cursors: Cursors, found: FirstRows<KeyEntry>
    ) throws(ProfileError) -> (distinct: Int, [(row: Int, firstRow: Int)]) {
        // Whose true first row is met below, in the order of the keys.
        let keys = found.rows.map(\.value).sorted { ($0.high, $0.low) < ($1.high, $1.low) }
        var firstRows = FirstRows<Int>(limit: found.limit)
        var byKey: [(key: KeyEntry, first: Int)] = []
        var (distinct, nextKey) = (0, 0)
        var cursor = try cursors.start()
        while let entry = try cursor.next() {
            distinct += 1
            for row in cursor.later { firstRows.insert(row, entry.first) }
            while nextKey < keys.count, keys[nextKey].hasKey(of: entry) {
                byKey.append((entry, entry.first))
                nextKey += 1
            }
        }
        for (row, key) in found.rows {
            guard let match = byKey.first(where: { $0.key.hasKey(of: key) }) else { continue }
            firstRows.insert(row, match.first)
        }
        return (distinct, firstRows.rows.map { ($0.row, $0.value) })
    }

    /// The rows of a table whose key another table has.
    package struct SharedRows: Sendable {
        /// Of all rows, repeated ones included.
        package let count: Int
        /// The first few, ascending, repeated ones left out; each with the first row of the other
        /// table that has its key.
        package let rows: [(row: Int, otherRow: Int)]
    }

    /// The rows of this table whose key `other` has.
    ///
    /// - Throws: `scratch`.
    package func rows(in other: FinishedKeys) throws(ProfileError) -> SharedRows {
        var (mine, others) = (try cursors.start(), try other.cursors.start())
        var count = 0
        var rows = FirstRows<Int>(limit: examples)
        var (entry, match) = (try mine.next(), try others.next())
        while let own = entry, let found = match {
            if own.hasKey(of: found) {
                count += own.count
                rows.insert(own.first, found.first)
                (entry, match) = (try mine.next(), try others.next())
            } else if (own.high, own.low) < (found.high, found.low) {
                entry = try mine.next()
            } else {
                match = try others.next()
            }
        }
        return SharedRows(count: count, rows: rows.rows.map { ($0.row, $0.value) })
    }
}

extension FinishedKeys {
    /// The rows of a table whose key another table does not have.
    package struct MissingRows: Sendable {
        /// Of all rows, repeated ones included.
        package let count: Int
        /// The first few, ascending, repeated ones left out.
        package let rows: [Int]
    }

    /// The rows of this table whose key `other` does not have.
    ///
    /// - Throws: `scratch`.
    package func rows(missingIn other: FinishedKeys) throws(ProfileError) -> MissingRows {
        var (mine, others) = (try cursors.start(), try other.cursors.start())
        var count = 0
        var rows = FirstRows<Void>(limit: examples)
        var match = try others.next()
        while let own = try mine.next() {
            while let found = match, (found.high, found.low) < (own.high, own.low) {
                match = try others.next()
            }
            if match?.hasKey(of: own) == true { continue }
            count += own.count
            rows.insert(own.first, ())
        }
        return MissingRows(count: count, rows: rows.rows.map(\.row))
    }

    /// The keys in order; nil if they are on disk.
    var inMemory: UnsafeMutableBufferPointer<KeyEntry>? {
        if case .memory(let keys) = cursors { keys.entries } else { nil }
    }
}

/// Begins to read keys in order, as often as it is asked to.
private enum Cursors {
    case memory(SortedKeys)
    case file(KeyRuns, [KeyRuns.Run], memory: Int)

    init(_ storage: FinishedKeys.Storage) {
        switch storage {
        case .memory(let table): self = .memory(SortedKeys(table))
        case .file(let runs, let parts, let memory): self = .file(runs, parts, memory: memory)
        }
    }

    func start() throws(ProfileError) -> Cursor {
        switch self {
        case .memory(let keys): Cursor(memory: keys.entries)
        case .file(let runs, let parts, let memory):
            Cursor(file: try KeyMerge(runs, parts, memory: memory))
        }
    }
}

/// The keys of a table, sorted when they are first asked for: most tables are only counted.
private final class SortedKeys: @unchecked Sendable {
    // Changed under the lock, and no more once it is sorted.
    private let table: KeyTable
    private let isSorted = Mutex(false)

    init(_ table: KeyTable) { self.table = table }

    var entries: UnsafeMutableBufferPointer<KeyEntry> {
        isSorted.withLock { isSorted in
            if !isSorted { table.sort() }
            isSorted = true
            return UnsafeMutableBufferPointer(rebasing: table.entries[..<table.count])
        }
    }
}

private struct Cursor {
    /// Of a table that whoever asks for the cursor holds.
    private let entries: UnsafeMutableBufferPointer<KeyEntry>
    private var index = 0
    private let merge: KeyMerge?

    init(memory entries: UnsafeMutableBufferPointer<KeyEntry>) {
        (self.entries, merge) = (entries, nil)
    }

    init(file merge: KeyMerge) {
        self.merge = merge
        entries = UnsafeMutableBufferPointer(start: nil, count: 0)
    }

    /// Rows other than the first one that have the last key.
    var later: [Int] { merge?.later ?? [] }

    mutating func next() throws(ProfileError) -> KeyEntry? {
        if let merge { return try merge.next() }
        guard index < entries.count else { return nil }
        defer { index += 1 }
        return entries[index]
    }
}
