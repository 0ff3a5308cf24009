package import Dataset

/// How the cells of a column are read.
package struct ColumnReading: Sendable {
    enum Form: Sendable {
        /// Numbers are numbers, everything else is text.
        case any
        /// As `any`, and digits are numbers even where a code could have them.
        case numbers
        /// No cell is a number.
        case texts
        /// Texts, of which the field's own parser makes numbers: `1.234,5 €`.
        case parsed
    }

    let form: Form
    /// Whether an empty cell stands for no value.
    let isEmptyMissing: Bool
    private let missing: [[UInt8]]
    private let longestMissing: Int
    package let parser: CellParser?

    /// The words that stand for no value in a table without a schema: those that pandas takes so,
    /// but for `None`, which is a word.
    package static let usualMissing = [
        "", "#N/A", "<NA>", "N/A", "n/a", "NA", "NaN", "nan", "NULL", "null",
    ]

    /// For a column that no schema describes.
    package init(missing words: [String] = usualMissing) {
        self.init(.any, words, nil)
    }

    /// - Throws: `SchemaError` for a format that is not known.
    package init(_ field: TableField, of schema: TableSchema) throws(SchemaError) {
        let words = schema.missingValues(of: field)
        // A word that is a number too must be looked at as a text: -999.
        let hasNumber = words.contains { word in
            Array(word.utf8).withUnsafeBufferPointer {
                NumberParser.value($0, acceptsCodes: true) != nil
            }
        }
        let parser = try CellParser(field, of: schema)
        let form: Form =
            switch field.type {
            case .number, .integer:
                hasNumber || !parser.isPlainNumber ? .parsed : .numbers
            case .any: .any
            default: .texts
            }
        self.init(form, words, parser)
    }

    private init(_ form: Form, _ words: [String], _ parser: CellParser?) {
        self.form = form
        self.parser = parser
        isEmptyMissing = words.contains("")
        missing = words.filter { !$0.isEmpty }.map { Array($0.utf8) }
        longestMissing = missing.map(\.count).max() ?? -1
    }

    func isMissing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count <= longestMissing && missing.contains { $0.isEqual(to: text) }
    }

    /// The number that the field's parser makes of a text.
    func parse(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard form == .parsed, case .number(let number) = parser?.value(text) else { return nil }
        return number
    }
}
