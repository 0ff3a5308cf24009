import Dataset
import Expressions
import RunDocument

/// A schema of fields with these names and types.
func ruleSchema(_ fields: [(name: String, type: FieldType)], missing: [String] = [""])
    -> TableSchema
{
    TableSchema(
        fields: fields.map { TableField(name: $0.name, type: $0.type) },
        missingValues: missing
    )
}

/// Rows of cells as a rule sees them, with the bytes that its texts are in.
final class RuleTable {
    let schema: TableSchema
    private var cells: [[UnsafeBufferPointer<UInt8>]] = []
    private(set) var rows: [[RuleValue]] = []

    init(_ schema: TableSchema, _ texts: [[String]]) throws {
        self.schema = schema
        let parsers = try schema.fields.map { try CellParser($0, of: schema) }
        for row in texts {
            var values: [RuleValue] = []
            cells.append([])
            for (text, parser) in zip(row, parsers) {
                let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.utf8.count)
                _ = bytes.initialize(from: text.utf8)
                let cell = UnsafeBufferPointer(bytes)
                cells[cells.count - 1].append(cell)
                let value = parser.isMissing(cell) ? nil : parser.value(cell)
                values.append(RuleValue(value, cell, of: parser.field.type))
            }
            rows.append(values)
        }
    }

    deinit { for cell in cells.joined() { cell.deallocate() } }

    /// The same rows, `times` over, column by column.
    func block(times: Int = 1) -> RuleBlock {
        var block = RuleBlock(schema)
        for _ in 0..<times {
            for row in rows {
                for (field, value) in row.enumerated() { block.append(value, to: field) }
            }
        }
        return block
    }

    /// For each row `t`, `f` or `n`, row by row.
    func verdicts(_ evaluator: RuleEvaluator) -> String {
        rows.map { row in
            evaluator.evaluate(row: { row[$0] }).map { $0 ? "t" : "f" } ?? "n"
        }.joined()
    }
}
