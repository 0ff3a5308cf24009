package import SystemPackage

/// Finds rows whose key an earlier row has, exactly but for collisions of 128-bit hashes, in bounded
/// memory.
///
/// Up to a limit the keys are in a table; beyond it, they are written out as sorted runs, which
/// `finish` merges. What it says does not depend on the limit, nor on the order of insertion.
///
/// A class, because it owns memory and a file, and because it is changed once per row.
package final class KeySet {
    package static let defaultMemoryLimit = 32 << 20
    private static let smallestBits = 10

    private let scratch: FilePath
    private let memoryLimit: Int
    @exclusivity(unchecked) private var table: KeyTable
    private let largestBits: Int
    @exclusivity(unchecked) private var rowCount = 0
    /// The first rows that were found to be repeated in the table, each with its key.
    @exclusivity(unchecked) private var repeated: FirstRows<KeyEntry>
    private var runs: KeyRuns?
    @exclusivity(unchecked) private var parts: [KeyRuns.Run] = []
    private var written: Int64 = 0

    /// - Parameters:
    ///   - scratch: where keys are written that do not fit; nothing is ever seen there.
    ///   - memoryLimit: of the table, in bytes.
    ///   - examples: how many of the repeated rows are told.
    package init(
        scratch: FilePath, memoryLimit: Int = defaultMemoryLimit, examples: Int = 10
    ) {
        self.scratch = scratch
        self.memoryLimit = memoryLimit
        largestBits = KeyTable.bits(forBytes: memoryLimit)
        table = KeyTable(bits: min(Self.smallestBits, largestBits))
        repeated = FirstRows(limit: examples)
    }

    /// Makes room for the keys of that many rows, as far as the limit allows; before the first one.
    package func reserve(rows: Int) {
        guard rowCount == 0, rows > 0 else { return }
        // With a sixteenth to spare, below three quarters of the places.
        let bits = Int.bitWidth - (rows / 12 * 17).leadingZeroBitCount
        guard bits > table.bits else { return }
        table = KeyTable(bits: min(bits, largestBits))
    }

    /// Inserts the key of a row.
    ///
    /// - Parameters:
    ///   - hash: of the key, by `ByteHash.standard`.
    ///   - row: no other row has this number; rows may come in any order.
    /// - Returns: whether the key was inserted before; nil if only `finish` will know.
    /// - Throws: `scratch`.
    @discardableResult
    package func insert(hash: UInt128, row: Int) throws(ProfileError) -> Bool? {
        let entry = KeyEntry(hash, row: row)
        rowCount += 1
        while true {
            switch table.insert(entry) {
            case .new: return parts.isEmpty ? false : nil
            case .repeated(let later):
                repeated.insert(later, entry)
                return true
            case .full: try makeRoom()
            }
        }
    }

    /// How many keys ahead a place of the table is asked for: a memory's answer takes as long.
    private static let lookahead = 16

    /// Inserts the keys of rows that follow each other.
    ///
    /// - Parameters:
    ///   - hashes: of the keys, by `ByteHash.standard`; nil for a row that has none.
    ///   - firstRow: the number of the first row.
    ///   - repeated: told of each index whose key is known to have been inserted before.
    /// - Throws: `scratch`.
    package func insert(
        _ hashes: [UInt128?], firstRow: Int, repeated: (Int) -> Void
    ) throws(ProfileError) {
        for index in hashes.indices {
            if index + Self.lookahead < hashes.count, let next = hashes[index + Self.lookahead] {
                table.prefetch(next)
            }
            guard let hash = hashes[index] else { continue }
            if try insert(hash: hash, row: firstRow + index) == true { repeated(index) }
        }
    }

    private func makeRoom() throws(ProfileError) {
        if table.bits < largestBits, let grown = table.grown() {
            table = grown
        } else {
            try spill()
        }
    }

    private func spill() throws(ProfileError) {
        let runs: KeyRuns
        if let opened = self.runs { runs = opened } else { runs = try KeyRuns(in: scratch) }
        self.runs = runs
        let part = try runs.write(table.sort(), at: written)
        parts.append(part)
        written += Int64(part.count * MemoryLayout<KeyEntry>.stride)
        table.removeAll()
    }

    /// Ends the insertion and says which rows are repeated; the set is then empty.
    ///
    /// - Throws: `scratch`.
    package func finish() throws(ProfileError) -> FinishedKeys {
        if runs != nil { try spill() }
        let storage: FinishedKeys.Storage =
            if let runs { .file(runs, parts, memory: memoryLimit) } else { .memory(table) }
        let finished = try FinishedKeys(storage, rowCount: rowCount, repeated: repeated)
        table = KeyTable(bits: min(Self.smallestBits, largestBits))
        (rowCount, runs, parts, written) = (0, nil, [], 0)
        repeated = FirstRows(limit: repeated.limit)
        return finished
    }
}
