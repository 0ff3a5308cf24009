import Dataset
import RunDocument

/// What all cells of one column have in common.
struct ColumnGuess {
    /// Narrow types first: the first that takes all values is the column's.
    private static let candidates: [FieldType] = [
        .integer, .number, .boolean, .date, .datetime, .time,
    ]
    /// More distinct values than these are not counted: the column is not categorical.
    private static let maximumCategories = 100

    let name: String
    private var parsers: [CellParser]
    /// Cells that are neither empty nor a sure word for missing.
    private var present = 0
    private var likelyMissing: [String: Int] = [:]
    private(set) var sureMissing: Set<String> = []
    private var values = LabelPool()
    private var hasManyValues = false

    /// - Throws: never for these types; they have no format that could be unknown.
    init(name: String) throws(SchemaError) {
        self.name = name
        parsers = []
        for type in Self.candidates {
            var field = TableField(name: name, type: type)
            // 0 and 1 alone are integers.
            field.trueValues = ["true", "True", "TRUE"]
            field.falseValues = ["false", "False", "FALSE"]
            parsers.append(try CellParser(field, of: TableSchema(fields: [field])))
        }
    }

    mutating func look(at cell: UnsafeBufferPointer<UInt8>, _ words: MissingWords) {
        if words.isSure(cell) {
            sureMissing.insert(String(decoding: cell, as: UTF8.self))
        } else if words.isLikely(cell) {
            likelyMissing[String(decoding: cell, as: UTF8.self), default: 0] += 1
        } else {
            present += 1
            narrow(cell)
            if !hasManyValues {
                _ = values.code(of: cell)
                hasManyValues = values.labels.count > Self.maximumCategories
            }
        }
    }

    private mutating func narrow(_ cell: UnsafeBufferPointer<UInt8>) {
        let isCode = Self.looksLikeCode(cell)
        parsers.removeAll { parser in
            let isNumber = parser.field.type == .integer || parser.field.type == .number
            return isNumber && isCode || parser.value(cell) == nil
        }
    }

    /// Digits that are no quantity: a leading zero would be lost, or digits that a double drops.
    private static func looksLikeCode(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        let isDigit: (UInt8) -> Bool = { $0 &- UInt8(ascii: "0") < 10 }
        guard let first = cell.first, isDigit(first), cell.allSatisfy(isDigit) else { return false }
        return cell.count > 1 && first == UInt8(ascii: "0") || cell.count > 15
    }

    /// Nil if there is no value in the column.
    private var narrowest: FieldType? { present == 0 ? nil : parsers.first?.field.type ?? .string }

    /// The field that these cells call for, in a table of that many rows.
    func field(rows: Int, isTarget: Bool) -> TableField {
        let type = narrowest ?? (likelyMissing.isEmpty ? .any : .string)
        var field = TableField(name: name, type: type, role: isTarget ? .target : .feature)
        let isText = type == .string
        if !isText, !likelyMissing.isEmpty {
            field.missingValues = sureMissing.union(likelyMissing.keys).union([""]).sorted()
        }
        let others = likelyMissing.values.reduce(0, +)
        let count = present + (isText ? others : 0)
        field.constraints.required = count == rows
        var distinct = values
        if isText { distinct = LabelPool(values.labels + likelyMissing.keys.sorted()) }
        if !hasManyValues, isCategorical(type, distinct.labels.count, of: count, isTarget) {
            field.constraints.enumeration = enumeration(type, distinct.labels)
        }
        return field
    }

    private func enumeration(_ type: FieldType, _ labels: [String]) -> [JSONValue] {
        guard type == .integer else { return labels.sorted().map(JSONValue.string) }
        let numbers = labels.compactMap { Int64($0.filter { !"+ \t".contains($0) }) }
        return Set(numbers).sorted().map(JSONValue.integer)
    }

    /// An integer with few values that come again, a text with few for its rows.
    private func isCategorical(_ type: FieldType, _ distinct: Int, of count: Int, _ isTarget: Bool)
        -> Bool
    {
        guard distinct > 0, distinct <= Self.maximumCategories else { return false }
        return switch type {
        case .integer: distinct <= 10 && count >= 2 * distinct
        case .string: isTarget || distinct * 10 <= count
        default: false
        }
    }
}
