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
        /// As `any`, but some words for no value are numbers: each cell is looked at as a text first.
        case sifted
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
        self.init(Self.hasNumber(words, where: \.isFinite) ? .sifted : .any, words, nil)
    }

    /// - Throws: `SchemaError` for a format that is not known.
    package init(_ field: TableField, of schema: TableSchema) throws(SchemaError) {
        let words = schema.missingValues(of: field)
        // A word that is a number too must be looked at as a text: -999.
        let parser = try CellParser(field, of: schema)
        let form: Form =
            switch field.type {
            case .number, .integer:
                Self.hasNumber(words) || !parser.isPlainNumber ? .parsed : .numbers
            case .any: Self.hasNumber(words, where: \.isFinite) ? .sifted : .any
            default: .texts
            }
        self.init(form, words, parser)
    }

    private static func hasNumber(
        _ words: [String], where test: (Double) -> Bool = { _ in true }
    ) -> Bool {
        words.contains { word in
            Array(word.utf8).withUnsafeBufferPointer {
                NumberParser.value($0, acceptsCodes: true).map { test($0.value) } ?? false
            }
        }
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

    /// The number that a text stands for which was not looked at as a number before.
    func parse(_ text: UnsafeBufferPointer<UInt8>) -> (value: Double, isInteger: Bool)? {
        if form == .sifted { return NumberParser.value(text, acceptsCodes: false) }
        guard form == .parsed, case .number(let number) = parser?.value(text) else { return nil }
        return (number, number.isFinite && number == number.rounded())
    }
}
