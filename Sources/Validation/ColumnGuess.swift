import Dataset
import Profile

/// The types that `infer` tries, for all columns.
struct TypeCandidates {
    /// Narrow types first: a cell's type is the first that takes it.
    private static let types: [FieldType] = [.integer, .number, .boolean, .date, .datetime, .time]

    let parsers: [CellParser]

    /// - Throws: never for these types; they have no format that could be unknown.
    init() throws(SchemaError) {
        var parsers: [CellParser] = []
        for type in Self.types {
            var field = TableField(name: "", type: type)
            // 0 and 1 alone are integers.
            field.trueValues = ["true", "True", "TRUE"]
            field.falseValues = ["false", "False", "FALSE"]
            parsers.append(try CellParser(field, of: TableSchema(fields: [field])))
        }
        self.parsers = parsers
    }
}

/// Counts the cells of one column for its summary.
struct ColumnGuess {
    private(set) var summary: ColumnSummary
    private let types: TypeCandidates
    private var values = LabelPool()
    /// Of a column with texts that has more values than `values` has room for.
    private var texts: HyperLogLog?
    private var hasTexts = false
    private var sieve: FormSieve

    init(name: String, _ types: TypeCandidates, _ forms: FormCandidates) {
        summary = ColumnSummary(name: name)
        self.types = types
        sieve = FormSieve(forms)
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
        let type = Self.isCode(cell) ? nil : types.parsers.first { $0.value(cell) != nil }
        if let type {
            summary.counts[type.field.type, default: 0] += 1
        } else {
            hasTexts = true
        }
        sieve.look(at: cell)
        if !summary.hasSpaces { summary.hasSpaces = cell.contains(0x20) }
        guard values.labels.count > ColumnSummary.maximumValues else {
            _ = values.code(of: cell)
            return
        }
        // How many different numbers there are says nothing.
        guard hasTexts else { return }
        if texts == nil {
            texts = HyperLogLog()
            for label in values.labels {
                texts?.add(hash: ByteHash.standard.hash64(Array(label.utf8)))
            }
        }
        texts?.add(hash: ByteHash.standard.hash64(UnsafeRawBufferPointer(cell)))
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
        let estimate = min(Double(summary.present), texts?.estimate.rounded() ?? 0)
        result.distinct = max(Double(values.labels.count), estimate)
        result.forms = summary.present > 0 ? sieve.forms : []
        return result
    }
}
