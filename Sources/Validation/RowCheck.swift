import Dataset
import RunDocument

/// Holds rows against what concerns them as a whole: their cells' number and their keys.
struct RowCheck {
    private struct Key {
        let kind: String
        let names: [String]
        let columns: [Int]
        let mayBeMissing: Bool
        var seen = KeySet()
        var duplicates = Tally()
    }

    private var blank = Tally()
    private var short = Tally()
    private var long = Tally()
    private var keys: [Key] = []

    init(_ schema: TableSchema) {
        var declared = schema.uniqueKeys.map { ("unique-key", $0, true) }
        if !schema.primaryKey.isEmpty {
            declared.insert(("primary-key", schema.primaryKey, false), at: 0)
        }
        keys = declared.map { kind, names, mayBeMissing in
            let columns = names.compactMap { name in
                schema.fields.firstIndex { $0.name == name }
            }
            return Key(kind: kind, names: names, columns: columns, mayBeMissing: mayBeMissing)
        }
    }

    /// The fields whose values a key is made of.
    var keyColumns: Set<Int> { Set(keys.flatMap(\.columns)) }

    mutating func addBlank(_ position: Position) { blank.add(position.offence()) }

    mutating func look(atCellCount count: Int, of expected: Int, _ position: Position) {
        if count < expected {
            short.add(position.offence(value: "\(count) of \(expected)"))
        } else if count > expected {
            long.add(position.offence(value: "\(count) of \(expected)"))
        }
    }

    mutating func look(atKeysOf columns: [ColumnCheck], _ position: Position) {
        for index in keys.indices {
            let parts = keys[index].columns.map { columns[$0].key }
            let known = parts.compactMap(\.self)
            let isWhole = known.count == parts.count
            if isWhole ? !keys[index].seen.insert(KeyHash(known)) : !keys[index].mayBeMissing {
                keys[index].duplicates.add(position.offence())
            }
        }
    }

    var findings: [Finding] {
        let shape = [
            Finding("blank-row", expected: "no empty row", complaint: "is empty", blank),
            Finding(
                "missing-cell",
                expected: "all cells",
                complaint: "cells are there",
                quoting: false,
                short
            ),
            Finding(
                "extra-cell",
                expected: "no more cells",
                complaint: "cells are there",
                quoting: false,
                long
            ),
        ]
        return shape
            + keys.map { key in
                Finding(
                    key.kind,
                    key.names.joined(separator: ","),
                    expected: "no two rows with one key",
                    complaint: key.mayBeMissing
                        ? "has the key of an earlier one"
                        : "has the key of an earlier one, or none",
                    key.duplicates
                )
            }
    }
}
