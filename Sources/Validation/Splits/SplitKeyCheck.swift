import Dataset

/// Tells which split each row is in by the field that says so, and finds rows that are in none.
///
/// A class, whose constants may be read while its counts are written in turn.
final class SplitKeyCheck: @unchecked Sendable {
    /// What stands in the field, for each split.
    let values: [String]
    private let key: SplitKey
    private let field: Int
    private let bytes: [[UInt8]]
    private var others = Tally()

    /// Where a row is.
    struct Placing {
        /// The rows of each split.
        fileprivate(set) var rows: [[Int]]
        fileprivate var others = Tally()
    }

    /// - Parameter values: those of the splits that the table may have rows of.
    init?(_ schema: TableSchema, _ values: (SplitKey) -> [String]) {
        guard let key = schema.dataset.splitKey,
            let field = schema.fields.firstIndex(where: { $0.name == key.field })
        else { return nil }
        self.key = key
        self.field = field
        self.values = values(key)
        bytes = self.values.map { Array($0.utf8) }
    }

    /// - Parameter places: where the schema's fields stand in the block.
    func placing(_ block: TableBlock, _ places: [Int?]) -> Placing {
        var placing = Placing(rows: bytes.map { _ in [] })
        guard let place = places[field] else {
            for row in 0..<block.rowCount { placing.others.add(offence(block, row, nil)) }
            return placing
        }
        let cells = block.column(place)
        for row in 0..<block.rowCount {
            let cell = cells[row]
            let split =
                cell.isAbsent ? nil : bytes.firstIndex { $0.isEqual(to: block.text(cell)) }
            if let split {
                placing.rows[split].append(row)
            } else {
                placing.others.add(offence(block, row, place))
            }
        }
        return placing
    }

    private func offence(_ block: TableBlock, _ row: Int, _ place: Int?) -> Offence {
        let position = Position(file: block.source.name, line: block.line(ofRow: row))
        guard let place else { return position.offence() }
        let cell = block.column(place)[row]
        return position.offence(
            cell.isAbsent ? nil : block.text(cell), key.field, place + 1)
    }

    /// Adds what was found in the next block.
    func add(_ placing: Placing) { others.add(placing.others) }

    /// That rows are in no split that they may be in; a warning.
    var finding: Finding {
        let list = values.map { "'\($0)'" }.joined(separator: " or ")
        return Finding(
            "split-key", key.field, expected: list, complaint: "is not \(list)", others
        ).with(.warn)
    }
}
