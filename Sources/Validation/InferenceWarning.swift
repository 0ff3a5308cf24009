package import Dataset

/// Something in an inferred schema that a person should look at.
package enum InferenceWarning: Hashable, Sendable, CustomStringConvertible {
    case allMissing(column: String)
    case constantTarget(column: String, value: String)
    case regressionOnTwoValues(column: String)
    case identifier(column: String, distinct: Int, count: Int)
    case nearlyTyped(column: String, type: FieldType, others: Int, count: Int)
    case ambiguousDates(column: String, String, String)

    case delimiter(String)
    case personal(column: String, kinds: Set<PersonalData.Kind>)

    package var description: String {
        switch self {
        case .allMissing(let column): "'\(column)' has no value in any row"
        case .constantTarget(let column, let value):
            "the target '\(column)' is '\(value)' in every row: there is nothing to learn"
        case .regressionOnTwoValues(let column):
            "the target '\(column)' has two values: regression predicts numbers between them"
        case .identifier(let column, let distinct, let count):
            "'\(column)' has about \(distinct) distinct texts in \(count) rows: "
                + "give it the role 'id' or 'ignore' if it names rows"
        case .nearlyTyped(let column, let type, let others, let count):
            "'\(column)' is \(type.phrase) but in \(others) of \(count) rows: "
                + "add their texts to 'missingValues' if they stand for no value"
        case .delimiter(let delimiter):
            "the header has \(delimiter == "\t" ? "tabs" : "'\(delimiter)'") and no comma: "
                + "the schema has it as 'mlx:dialect.delimiter'"
        case .personal(let column, let kinds):
            "'\(column)' has personal data ("
                + kinds.map(\.rawValue).sorted().joined(separator: ", ")
                + "): its values are not listed in the schema"
        case .ambiguousDates(let column, let first, let second):
            "'\(column)' holds dates by '\(first)' or '\(second)': say which as its 'format'"
        }
    }
}

/// A schema that was inferred, and what a person should look at before committing it.
package struct InferredSchema: Sendable {
    package var schema: TableSchema
    package var warnings: [InferenceWarning]
}
