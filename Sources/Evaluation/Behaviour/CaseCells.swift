import Dataset
import RunDocument

/// The columns that a behaviour case may name, with their types.
struct CaseCells: Sendable {
    let columns: [String]
    private let parsers: [String: CellParser]

    /// - Throws: `SchemaError.unknownFormat`.
    init(_ schema: TableSchema) throws(SchemaError) {
        let fields = schema.fields.filter { $0.role != .ignore && $0.role != .target }
        columns = fields.map(\.name)
        var parsers: [String: CellParser] = [:]
        for field in fields { parsers[field.name] = try CellParser(field, of: schema) }
        self.parsers = parsers
    }

    func isNumeric(_ column: String) -> Bool { parsers[column]?.field.type.isNumeric == true }

    /// The column's type in words.
    func phrase(of column: String) -> String { parsers[column]?.field.type.phrase ?? "a value" }

    /// A value as a cell; nil if it is none of the column's type.
    ///
    /// - Parameter change: whether `{"add": 5}` and `{"multiply": 1.1}` are allowed.
    func cell(_ value: JSONValue, of column: String, change: Bool) -> BehaviourCase.Cell? {
        guard let parser = parsers[column] else { return nil }
        if value == .null { return .missing }
        if change, let members = value.objectValue, members.count == 1,
            parser.field.type.isNumeric, parser.field.type != .boolean
        {
            if let number = members["add"]?.doubleValue { return .sum(number) }
            return members["multiply"]?.doubleValue.map(BehaviourCase.Cell.product)
        }
        switch (parser.field.type, value) {
        case (.number, .string), (.integer, .string), (.integer, .number): return nil
        default: break
        }
        guard let found = parser.constant(value) else { return nil }
        if case .number(let number) = found { return .number(number) }
        return value.lexicalText.map(BehaviourCase.Cell.text)
    }
}
