import Dataset
import Expressions
import Model

/// Rows of the test data as a model takes them.
struct TestDataRows {
    private let table: Table
    private let schema: TableSchema
    private let features: [Feature]
    /// By the position of the feature; nil where the data lacks one that may be missing.
    private let columns: [ColumnValues?]

    /// - Throws: `ModelError` if the data lacks a column, or one is of another type.
    init(_ table: Table, schema: TableSchema?, features: [Feature]) throws(ModelError) {
        self.table = table
        self.features = features
        self.schema =
            schema
            ?? TableSchema(
                fields: table.columns.map { column in
                    if case .numeric = column.values {
                        TableField(name: column.name, type: .number)
                    } else {
                        TableField(name: column.name, type: .string)
                    }
                })
        var columns: [ColumnValues?] = []
        for feature in features {
            guard let values = table[feature.name]?.values else {
                guard !feature.isRequired else { throw .missingFeature(name: feature.name) }
                columns.append(nil)
                continue
            }
            switch (feature.kind, values) {
            case (.categorical, .text), (.numeric, .numeric), (.boolean, .numeric):
                columns.append(values)
            case (.categorical, .numeric):
                throw .wrongFeatureType(name: feature.name, expected: "text")
            case (.numeric, .text), (.boolean, .text):
                throw .wrongFeatureType(name: feature.name, expected: "a number")
            }
        }
        self.columns = columns
    }

    /// At most `count` rows, evenly chosen of those for which the expression is true; ascending.
    ///
    /// - Throws: `ExpressionError`.
    func rows(where source: String?, count: Int) throws(ExpressionError) -> [Int] {
        let found =
            if let source {
                try RowFilter(source, schema: schema).rows(of: table)
            } else {
                Array(0..<table.rowCount)
            }
        guard found.count > count else { return found }
        // The middle of each of `count` parts of one size.
        return (0..<count).map { found[(2 * $0 + 1) * found.count / (2 * count)] }
    }

    func values(ofRow row: Int) -> [FeatureValue] {
        columns.map { column in
            switch column {
            case .numeric(let numbers) where !numbers[row].isNaN: .number(numbers[row])
            case .text(let codes, let labels) where codes[row] >= 0:
                .text(labels[Int(codes[row])])
            case .numeric, .text, nil: .missing
            }
        }
    }
}
