import Dataset
import Profile

/// The keys of a split's rows: what it is told by whether another split has the same rows.
package struct SplitKeys: Sendable {
    /// What two rows can have in common.
    enum Part: CaseIterable {
        /// All cells.
        case rows
        /// The features' cells, without and with the label.
        case features, labelled
        case ids, groups
    }

    /// By the parts that the schema has columns for.
    let keys: [Part: FinishedKeys]

    /// The rows of this split, which is the test data, whose key `train` has.
    ///
    /// - Throws: `ProfileError.scratch`.
    func common(_ part: Part, with train: SplitKeys) throws -> CommonKeys? {
        guard let own = keys[part], let other = train.keys[part] else { return nil }
        return CommonKeys(try own.rows(in: other), of: own.rowCount)
    }
}

/// Collects the keys of a split while its table is read.
final class SplitKeyCollector {
    /// By parts, then by rows; nil for a row without an id, or a group.
    typealias Keys = [[UInt128?]]

    private let parts: [(part: SplitKeys.Part, fields: [Int], set: KeySet)]
    /// By the schema's fields.
    private let missing: [[[UInt8]]]
    private var rows = 0
    /// Of all parts together, in bytes; what goes beyond is on disk.
    static let defaultMemoryLimit = 20 << 20

    /// - Parameter wanted: of those that the schema has columns for.
    init(
        _ schema: TableSchema, _ wanted: [SplitKeys.Part] = SplitKeys.Part.allCases,
        memoryLimit: Int = defaultMemoryLimit
    ) {
        missing = schema.fields.map { schema.missingValues(of: $0).map { Array($0.utf8) } }
        let roles = schema.fields.map(\.role)
        func fields(_ wanted: Set<Role>) -> [Int] {
            roles.indices.filter { wanted.contains(roles[$0]) }
        }
        let groupKeys = schema.dataset.groupKeys
        let groups = schema.fields.indices.filter {
            roles[$0] == .group || groupKeys.contains(schema.fields[$0].name)
        }
        let candidates: [(SplitKeys.Part, [Int])] = [
            // By the field that says which split a row is in, no two rows would be alike.
            (.rows, roles.indices.filter { roles[$0] != .split }),
            (.features, roles.contains(.target) ? fields([.feature]) : []),
            (.labelled, roles.contains(.target) ? fields([.feature, .target]) : []),
            (.ids, fields([.id])),
            (.groups, groups),
        ]
        let asked = candidates.filter { wanted.contains($0.0) && !$0.1.isEmpty }
        parts = asked.map { part, fields in
            let set = KeySet(
                scratch: ScratchDirectory.path, memoryLimit: memoryLimit / asked.count,
                examples: Tally.kept)
            return (part, fields, set)
        }
    }

    /// The keys of a block's rows, part by part.
    ///
    /// - Parameter places: where the schema's fields stand in the block.
    func keys(of block: TableBlock, _ places: [Int?]) -> Keys {
        let hashes = zip(places, missing).map { place, missing in
            place.map { cellHashes(block, $0, missing) }
        }
        return parts.map { part in
            (0..<block.rowCount).map { row in
                var key: UInt128 = 0
                var isThere = part.part != .ids && part.part != .groups
                for field in part.fields {
                    let hash = hashes[field].map { $0[row] } ?? 0
                    isThere = isThere || hash != 0
                    key = withUnsafeBytes(of: (key, hash)) { KeyHash.secret.hash128($0) }
                }
                return isThere ? key : nil
            }
        }
    }

    /// 0 for a missing value.
    private func cellHashes(_ block: TableBlock, _ place: Int, _ missing: [[UInt8]]) -> [UInt64] {
        let cells = block.column(place)
        return (0..<block.rowCount).map { row in
            let cell = cells[row]
            guard !cell.isAbsent, !missing.contains(where: { $0.isEqual(to: block.text(cell)) })
            else { return 0 }
            return KeyHash.secret.hash64(UnsafeRawBufferPointer(block.text(cell)))
        }
    }

    /// Adds the keys of the next block.
    ///
    /// - Throws: `ProfileError.scratch`.
    func add(_ keys: Keys) throws(ProfileError) {
        guard let count = keys.first?.count else { return }
        try add(keys, rows: rows..<rows + count)
        rows += count
    }

    /// Adds the keys of rows that have these numbers.
    ///
    /// - Throws: `ProfileError.scratch`.
    func add(_ keys: Keys, rows: some Collection<Int>) throws(ProfileError) {
        for (part, keys) in zip(parts, keys) {
            for case (let row, let key?) in zip(rows, keys) {
                try part.set.insert(hash: key, row: row)
            }
        }
    }

    /// - Throws: `ProfileError.scratch`.
    func finish() throws(ProfileError) -> SplitKeys {
        var keys: [SplitKeys.Part: FinishedKeys] = [:]
        for part in parts { keys[part.part] = try part.set.finish() }
        return SplitKeys(keys: keys)
    }
}
