package import Dataset
import Expressions
package import RunDocument

/// The rows that a gate is about, as `slice` of a gate names them.
///
/// `{island: Dream, sex: null}`, where null is a missing value, or `{where: "mass > 4000"}`.
package enum SliceSelector: Hashable, Sendable {
    /// All columns have these values.
    case values([String: JSONValue])
    case rows(where: String)

    /// - Throws: `SliceError.invalidDefinition`.
    package init(_ json: JSONValue) throws(SliceError) {
        guard let members = json.objectValue, !members.isEmpty else {
            throw .invalidDefinition(
                reason: "'slice' of a gate is not a mapping of columns and values",
                hint: "as {island: Dream} or {where: \"body_mass_g > 4000\"}"
            )
        }
        guard members.count == 1, let source = members["where"]?.stringValue else {
            for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                switch value {
                case .array, .object:
                    throw .invalidDefinition(
                        reason: "'\(key)' of a gate's slice is \(value.typeName), not a value",
                        hint: nil
                    )
                case .null, .boolean, .integer, .number, .literal, .string: continue
                }
            }
            self = .values(members)
            return
        }
        self = .rows(where: source)
    }

    /// As `island = Dream and sex is missing`, or the expression.
    package var name: String {
        switch self {
        case .rows(let source): return source
        case .values(let values):
            return values.sorted { $0.key < $1.key }.map { column, value in
                value == .null
                    ? ColumnCoding.missing(column)
                    : "\(column) = \(value.stringValue ?? value.canonicalText())"
            }.joined(separator: " and ")
        }
    }

    /// The rows, ascending; none if no row has such values.
    ///
    /// - Throws: `SliceError`, `ExpressionError`.
    package func rows(of table: Table, schema: TableSchema) throws -> [Int] {
        switch self {
        case .rows(let source): return try RowFilter(source, schema: schema).rows(of: table)
        case .values(let values):
            var rows = Array(0..<table.rowCount)
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                guard let column = table[name] else {
                    throw SliceError.unknownColumn(name: name, known: table.columns.map(\.name))
                }
                rows = Self.rows(rows, of: column.values, equalTo: value)
            }
            return rows
        }
    }

    /// Says of a selection that no row belongs to which values there are instead.
    ///
    /// - Throws: `SliceError`.
    func absence(from table: Table, schema: TableSchema) throws -> String {
        let none = "no row of the test data is in it"
        guard case .values(let values) = self else { return none }
        for (column, value) in values.sorted(by: { $0.key < $1.key }) {
            let alone = SliceSelector.values([column: value])
            guard try alone.rows(of: table, schema: schema).isEmpty else { continue }
            let definition = SliceDefinition(.parts([.values(column: column)]), limit: 10)
            let known = try SliceDimension(definition, of: table, schema: schema)
            return "\(none); there are \(known.slices.map(\.name).joined(separator: ", "))"
                + (known.otherValues > 0 ? " and \(known.otherValues) more" : "")
        }
        return "\(none): none has all of these values"
    }

    private static func rows(
        _ rows: [Int], of column: ColumnValues, equalTo value: JSONValue
    ) -> [Int] {
        switch column {
        case .text(let codes, let labels):
            let text = value.stringValue ?? value.canonicalText()
            let code =
                value == .null ? -1 : labels.firstIndex(of: text).map(Int32.init) ?? Int32.max
            return rows.filter { codes[$0] == code }
        case .numeric(let numbers):
            if value == .null { return rows.filter { numbers[$0].isNaN } }
            let words: [String: Double] = ["true": 1, "false": 0]
            let number =
                value.doubleValue ?? value.booleanValue.map { $0 ? 1 : 0 }
                ?? value.stringValue.flatMap { Double($0) ?? words[$0] }
            return rows.filter { numbers[$0] == number }
        }
    }
}
