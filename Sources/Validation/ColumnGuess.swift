import Dataset

/// Counts the cells of one column for its summary.
struct ColumnGuess {
    /// Narrow types first: a cell's type is the first that takes it.
    private static let candidates: [FieldType] = [
        .integer, .number, .boolean, .date, .datetime, .time,
    ]
    /// Distinct values beyond these are not counted.
    private static let maximumDistinct = 1 << 20

    private(set) var summary: ColumnSummary
    private let parsers: [CellParser]
    private var values = LabelPool()
    private var keys: Set<Int> = []
    private var sieve: FormSieve

    /// - Throws: never for these types; they have no format that could be unknown.
    init(name: String) throws(SchemaError) {
        summary = ColumnSummary(name: name)
        sieve = try FormSieve()
        var parsers: [CellParser] = []
        for type in Self.candidates {
            var field = TableField(name: name, type: type)
            // 0 and 1 alone are integers.
            field.trueValues = ["true", "True", "TRUE"]
            field.falseValues = ["false", "False", "FALSE"]
            parsers.append(try CellParser(field, of: TableSchema(fields: [field])))
        }
        self.parsers = parsers
    }

    mutating func look(at cell: UnsafeBufferPointer<UInt8>, _ words: MissingWords) {
        if words.isSure(cell) {
            summary.missingWords.insert(String(decoding: cell, as: UTF8.self))
        } else if words.isLikely(cell) {
            summary.likelyMissing[String(decoding: cell, as: UTF8.self), default: 0] += 1
        } else {
            summary.present += 1
            count(cell)
        }
    }

    private mutating func count(_ cell: UnsafeBufferPointer<UInt8>) {
        if let type = Self.isCode(cell) ? nil : parsers.first(where: { $0.value(cell) != nil }) {
            summary.counts[type.field.type, default: 0] += 1
        }
        sieve.look(at: cell)
        if !summary.hasSpaces { summary.hasSpaces = cell.contains(0x20) }
        if values.labels.count <= ColumnSummary.maximumValues { _ = values.code(of: cell) }
        guard keys.count < Self.maximumDistinct else { return }
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(cell))
        keys.insert(hasher.finalize())
    }

    /// Digits that are no quantity: a leading zero would be lost, or digits that a double drops.
    private static func isCode(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        let isDigit: (UInt8) -> Bool = { $0 &- UInt8(ascii: "0") < 10 }
        guard let first = cell.first, isDigit(first), cell.allSatisfy(isDigit) else { return false }
        return cell.count > 1 && first == UInt8(ascii: "0") || cell.count > 15
    }

    /// The counts with what follows from them.
    var finished: ColumnSummary {
        var result = summary
        let isFew = values.labels.count <= ColumnSummary.maximumValues
        result.values = isFew ? values.labels : nil
        result.distinct = Double(keys.count)
        result.forms = summary.present > 0 ? sieve.forms : []
        return result
    }
}
