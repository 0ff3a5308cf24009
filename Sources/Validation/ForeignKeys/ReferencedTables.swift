package import Dataset
import Profile

/// The keys of the tables that a schema's foreign keys refer to.
///
/// A table's cells are read by the fields that refer to them, in the schema's dialect, unless it is
/// JSON Lines.
package struct ReferencedTables: Sendable {
    /// By the place of the foreign key in the schema.
    private var keys: [Int: FinishedKeys] = [:]

    /// No table is known.
    package init() {}

    /// Reads each table once.
    ///
    /// - Parameter resources: where the tables are, by their names in the schema; others are not
    ///   looked at.
    /// - Throws: `DatasetError`, `ResourceError`, `ProfileError.scratch`.
    package init(_ schema: TableSchema, _ resources: [String: [DataSource]]) throws {
        for name in Set(schema.foreignKeys.compactMap(\.resource)).sorted() {
            guard let sources = resources[name] else { continue }
            let scan = try ReferencedScan(name, schema)
            keys.merge(try scan.run(sources), uniquingKeysWith: { $1 })
        }
    }

    subscript(key: Int) -> FinishedKeys? { keys[key] }
}

/// Reads the keys of one table.
private final class ReferencedScan: BlockConsumer, @unchecked Sendable {
    // Written in turn: all but the constants.

    private struct Key {
        /// The place of the foreign key in the schema.
        let index: Int
        let names: [String]
        let columns: KeyColumns
        let set: KeySet
    }

    struct Scratch {
        var places: [[Int?]] = []
    }

    private let resource: String
    private let keys: [Key]
    private let dialect: DialectDescription?
    private var source = -1
    private var places: [[Int?]] = []
    private var seen: Set<String> = []
    private var rows = 0

    init(_ resource: String, _ schema: TableSchema) throws(SchemaError) {
        self.resource = resource
        dialect = schema.dialect
        var keys: [Key] = []
        for (index, key) in schema.foreignKeys.enumerated() where key.resource == resource {
            var parsers: [CellParser] = []
            for name in key.fields {
                guard let field = schema[name] else { continue }
                parsers.append(try CellParser(field, of: schema))
            }
            keys.append(
                Key(
                    index: index, names: key.referencedFields, columns: KeyColumns(parsers),
                    set: KeySet(
                        scratch: ScratchDirectory.path,
                        memoryLimit: KeySet.defaultMemoryLimit / schema.foreignKeys.count,
                        examples: 0)))
        }
        self.keys = keys
    }

    private var names: [String] {
        var names: [String] = []
        for name in keys.flatMap(\.names) where !names.contains(name) { names.append(name) }
        return names
    }

    func run(_ sources: [DataSource]) throws -> [Int: FinishedKeys] {
        var options = ReadingOptions()
        options.dialect = dialect
        // In a table without a header the columns are called by their numbers.
        options.columns = dialect?.header == false ? [] : names
        _ = try TableScan.run(sources, options, self)
        if rows > 0, let missing = names.first(where: { !seen.contains($0) }) {
            throw ResourceError.missingColumn(
                resource: resource, file: sources.map(\.name).joined(separator: "', '"),
                column: missing)
        }
        var finished: [Int: FinishedKeys] = [:]
        for key in keys { finished[key.index] = try key.set.finish() }
        return finished
    }

    func makeScratch() -> Scratch { Scratch() }

    func begin(_ block: TableBlock, _ scratch: inout Scratch) throws -> Int {
        if block.source.index != source || !block.newNames.isEmpty {
            let columns = block.source.names + block.newNames.map(\.name)
            if block.source.format != .jsonLines,
                let missing = names.first(where: { !columns.contains($0) })
            {
                throw ResourceError.missingColumn(
                    resource: resource, file: block.source.name, column: missing)
            }
            places = keys.map { $0.names.map { columns.firstIndex(of: $0) } }
            // The next block of the source has these names only if it meets them itself.
            source = block.newNames.isEmpty ? block.source.index : -1
        }
        scratch.places = places
        return 1
    }

    func consume(_ block: TableBlock, _ scratch: inout Scratch, _ turns: Turns) throws {
        let found = zip(keys, scratch.places).map { $0.columns.keys(of: block, $1) }
        let names = Set(names.filter { has($0, block, scratch.places) })
        try turns.inOrder(1, block.index) {
            seen.formUnion(names)
            for (key, found) in zip(keys, found) {
                for (row, hash) in found.enumerated() {
                    guard let hash else { continue }
                    try key.set.insert(hash: hash, row: rows + row)
                }
            }
            rows += block.rowCount
        }
    }

    /// Whether a block has a column: one of a header, or a key of an object.
    private func has(_ name: String, _ block: TableBlock, _ places: [[Int?]]) -> Bool {
        for (key, places) in zip(keys, places) {
            guard let index = key.names.firstIndex(of: name), let place = places[index] else {
                continue
            }
            guard block.source.format == .jsonLines else { return true }
            let cells = block.column(place)
            return (0..<block.rowCount).contains { !cells[$0].isAbsent }
        }
        return false
    }
}
