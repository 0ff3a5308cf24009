import Dataset
import Profile
import RunDocument

/// Finds the rows whose key no row of the referenced table has.
///
/// Where the referenced keys are in memory, rows are judged as they are read. Where they are on
/// disk, or in the same table, whose rows may come later, the rows' keys are kept too, and both are
/// held against each other in order at the end.
final class ForeignKeyCheck: @unchecked Sendable {
    // Written in turn: the orphans, and what the sets hold.

    /// What is learned of a block before its turn.
    struct BlockKeys {
        fileprivate var orphans = Orphans()
        /// Keys that cannot be judged yet; nil for rows that have none.
        fileprivate var waiting: [UInt128?] = []
        fileprivate var lines: [Int] = []
        /// The keys that rows of the same table refer to.
        fileprivate var referenced: [UInt128?] = []
    }

    private let key: ForeignKey
    private let fields: [Int]
    private let columns: KeyColumns
    private let referencedFields: [Int]
    private let referencedColumns: KeyColumns
    private let isOwn: Bool
    /// The other table's; nil if it is not known.
    private let known: FinishedKeys?
    /// Nil if rows are judged at the end.
    private let lookup: KeyLookup?
    private var orphans = Orphans()
    private let waiting: WaitingRows
    private let own: KeySet
    private var rows = 0

    /// - Parameter memoryLimit: of all keys, in bytes; what goes beyond is on disk.
    init(
        _ key: ForeignKey, _ schema: TableSchema, _ parsers: [CellParser], _ known: FinishedKeys?,
        memoryLimit: Int
    ) {
        func places(_ names: [String]) -> [Int] {
            names.compactMap { name in schema.fields.firstIndex { $0.name == name } }
        }
        self.key = key
        self.known = known
        lookup = known.flatMap(KeyLookup.init)
        waiting = WaitingRows(memoryLimit: memoryLimit / 2)
        own = KeySet(
            scratch: ScratchDirectory.path, memoryLimit: memoryLimit / 2, examples: 0)
        isOwn = key.resource == nil
        fields = places(key.fields)
        columns = KeyColumns(fields.map { parsers[$0] })
        referencedFields = isOwn ? places(key.referencedFields) : []
        referencedColumns = KeyColumns(referencedFields.map { parsers[$0] })
    }

    /// Whether there is anything to hold rows against.
    private var isKnown: Bool { isOwn || known != nil }

    /// - Parameter places: where the schema's fields stand in the block.
    func keys(of block: TableBlock, _ places: [Int?]) -> BlockKeys {
        var result = BlockKeys()
        guard isKnown else { return result }
        let keys = columns.keys(of: block, fields.map { places[$0] })
        guard let lookup else {
            result.waiting = keys
            block.fillLines(&result.lines)
            if isOwn {
                result.referenced = referencedColumns.keys(
                    of: block, referencedFields.map { places[$0] })
            }
            return result
        }
        for (row, key) in keys.enumerated() {
            guard let key, !lookup.contains(key) else { continue }
            result.orphans.add(key, offence(block, row, line: block.line(ofRow: row), places))
        }
        return result
    }

    private func offence(_ block: TableBlock, _ row: Int, line: Int, _ places: [Int?]) -> Offence {
        let position = Position(file: block.source.name, line: line)
        guard fields.count == 1, let place = places[fields[0]] else { return position.offence() }
        return position.offence(block.text(block.column(place)[row]), key.fields[0], place + 1)
    }

    /// Adds the keys of the next block; in turn.
    ///
    /// - Throws: `ProfileError.scratch`.
    func add(_ keys: BlockKeys, of block: TableBlock, _ places: [Int?]) throws(ProfileError) {
        orphans.add(keys.orphans)
        waiting.begin(block.source)
        for (row, hash) in keys.referenced.enumerated() {
            guard let hash else { continue }
            try own.insert(hash: hash, row: rows + row)
        }
        for (row, hash) in keys.waiting.enumerated() {
            guard let hash else { continue }
            let line = keys.lines[row]
            try waiting.add(hash, block.source, line: line) {
                offence(block, row, line: line, places)
            }
        }
        rows += block.rowCount
    }

    /// What was found, once the last block was added.
    ///
    /// - Throws: `ProfileError.scratch`.
    func finding() throws(ProfileError) -> Finding {
        let column = key.fields.joined(separator: ",")
        guard isKnown else {
            let name = key.resource ?? ""
            return Finding(
                skipping: "foreign-key", column,
                reason: "no data is named for '\(name)'; say --resource \(name)=FILE or set "
                    + "'data.resources' in mlx.yaml")
        }
        let found: Tally
        if lookup != nil {
            found = orphans.tally
        } else {
            let keys = if let known { known } else { try own.finish() }
            found = try waiting.orphans(keys)
        }
        let target = key.referencedFields.joined(separator: ",")
        let table = key.resource.map { " of '\($0)'" } ?? ""
        return Finding(
            "foreign-key", column,
            expected: "a value of '\(target)'\(table)",
            complaint: fields.count == 1
                ? "is no value of '\(target)'\(table)"
                : "has a key that is none of '\(target)'\(table)",
            found
        )
    }
}

extension ForeignKeyCheck {
    /// All that a schema asks for.
    static func all(
        of schema: TableSchema, _ parsers: [CellParser], _ tables: ReferencedTables
    ) -> [ForeignKeyCheck] {
        schema.foreignKeys.enumerated().map { index, key in
            ForeignKeyCheck(
                key, schema, parsers, tables[index],
                memoryLimit: KeySet.defaultMemoryLimit / schema.foreignKeys.count)
        }
    }
}
