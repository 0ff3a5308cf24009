import Dataset
import Glibc
import Profile
import SystemPackage

/// Columns whose values, taken together, no two rows may have in common.
struct KeyRule {
    let kind: String
    /// The columns in the name of the check.
    let names: [String]
    /// Where they stand in the schema.
    let fields: [Int]
    /// Whether a row may lack a value; then it has no key.
    let mayBeMissing: Bool

    /// All that a schema asks for.
    static func all(of schema: TableSchema) -> [KeyRule] {
        func rule(_ kind: String, _ names: [String], _ mayBeMissing: Bool) -> KeyRule {
            let fields = names.compactMap { name in
                schema.fields.firstIndex { $0.name == name }
            }
            return KeyRule(kind: kind, names: names, fields: fields, mayBeMissing: mayBeMissing)
        }
        let primary = schema.primaryKey.isEmpty ? [] : [schema.primaryKey]
        let unique = schema.fields.filter(\.constraints.unique).map { [$0.name] }
        return primary.map { rule("primary-key", $0, false) }
            + schema.uniqueKeys.map { rule("unique-key", $0, true) }
            + unique.map { rule("unique", $0, true) }
    }
}

/// Finds the rows whose key an earlier row has.
///
/// A class, whose constants may be read while its counts are written in turn.
final class KeyCheck: @unchecked Sendable {
    /// The key of each row of a block; nil for one that has none.
    typealias Keys = [UInt128?]

    let rule: KeyRule
    private let parsers: [CellParser]
    private let set: KeySet
    /// The first rows that were found to repeat a key, by number.
    private var duplicates: [Int: Offence] = [:]
    private var lines = RowLines()
    private var incomplete = Tally()
    /// Rows before the current block.
    private var rows = 0

    /// Of all keys of a table together, in bytes; what goes beyond is on disk.
    static let memoryLimit = 32 << 20

    init(_ rule: KeyRule, _ parsers: [CellParser], memoryLimit: Int) {
        self.rule = rule
        self.parsers = rule.fields.map { parsers[$0] }
        set = KeySet(
            scratch: ScratchDirectory.path, memoryLimit: memoryLimit, examples: Tally.kept)
    }

    /// The keys of a block's rows: values that are equal in their type have equal ones.
    ///
    /// - Parameter places: where the schema's fields stand in the block.
    func keys(of block: TableBlock, _ places: [Int?]) -> Keys {
        var keys = Keys(repeating: 0, count: block.rowCount)
        for (field, parser) in zip(rule.fields, parsers) {
            guard let place = places[field] else {
                return Keys(repeating: nil, count: block.rowCount)
            }
            var hashes = CellHashes(block, parser)
            let cells = block.column(place)
            for row in keys.indices {
                guard let key = keys[row] else { continue }
                let value = hashes.hash(of: cells[row])
                keys[row] = parsers.count == 1 ? value : value.map { Self.combine(key, $0) }
            }
        }
        return keys
    }

    /// A polynomial of the values' hashes: its one secret argument tells their places apart.
    private static func combine(_ left: UInt128, _ right: UInt128) -> UInt128 {
        left &* KeyHash.multiplier &+ right
    }

    /// Adds the keys of the next block.
    ///
    /// - Throws: `ProfileError.scratch`.
    func add(_ keys: Keys, of block: TableBlock, _ places: [Int?]) throws(ProfileError) {
        let name = rule.names.count == 1 ? rule.names[0] : nil
        let place = rule.fields.count == 1 ? places[rule.fields[0]] : nil
        if !rule.mayBeMissing {
            for row in keys.indices where keys[row] == nil {
                incomplete.add(Self.offence(block, row))
            }
        }
        if rows == 0 { set.reserve(rows: block.expectedRows) }
        lines.add(block)
        try set.insert(keys, firstRow: rows) { row in
            guard duplicates.count < Tally.kept else { return }
            duplicates[rows + row] = Self.offence(block, row, name, place)
        }
        rows += keys.count
    }

    /// - Parameter place: where the column stands that alone is the key.
    private static func offence(
        _ block: TableBlock, _ row: Int, _ name: String? = nil, _ place: Int? = nil
    ) -> Offence {
        let position = Position(file: block.source.name, line: block.line(ofRow: row))
        guard let name, let place else { return position.offence() }
        return position.offence(block.text(block.column(place)[row]), name, place + 1)
    }

    private var complaint: String {
        if rule.names.count == 1, rule.mayBeMissing { return "stands there already" }
        return rule.mayBeMissing
            ? "has the key of an earlier one" : "has the key of an earlier one, or none"
    }

    /// What was found, once the last block was added.
    ///
    /// - Throws: `ProfileError.scratch`.
    func finding() throws(ProfileError) -> Finding {
        let finished = try set.finish()
        var found = Tally()
        for (row, _) in finished.repeatedRows {
            // What was found only when keys on disk were merged has no value any more.
            guard let offence = duplicates[row] ?? lines.position(ofRow: row)?.offence() else {
                continue
            }
            found.add(offence)
        }
        found.count = finished.repeatedCount
        found.merge(incomplete)
        return Finding(
            rule.kind,
            rule.names.joined(separator: ","),
            expected: rule.kind == "unique" ? "no value twice" : "no two rows with one key",
            complaint: complaint,
            found
        )
    }
}

/// The hash that keys are compared by.
enum KeyHash {
    /// With a seed of this process alone, so that nobody can prepare rows that collide.
    static let secret = ByteHash(seed: UInt64.random(in: .min ... .max))
    /// Odd, so that no bit is lost.
    static let multiplier = UInt128.random(in: .min ... .max) | 1
}

/// Where data goes for a while that does not fit into memory.
enum ScratchDirectory {
    static var path: FilePath {
        let set = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        return FilePath(set.isEmpty ? "/tmp" : set)
    }
}
