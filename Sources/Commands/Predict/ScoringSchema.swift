import Dataset
import Model

/// How the cells of rows to score are read.
enum ScoringSchema {
    /// Texts that stand for no value, unless a schema or a category of the model says otherwise.
    static let missingValues = ["", "NA", "NaN", "null"]

    /// The model's inputs as fields of a table.
    ///
    /// - Parameter schema: the schema of the data, which says how the columns are written.
    static func make(_ metadata: ModelMetadata, _ schema: TableSchema?) -> TableSchema {
        var made = TableSchema(
            fields: metadata.inputs.map { field($0, schema) },
            missingValues: schema?.missingValues ?? missingValues
        )
        made.fieldsMatch = .subset
        return made
    }

    private static func field(_ feature: Feature, _ schema: TableSchema?) -> TableField {
        let type: FieldType =
            switch feature.kind {
            case .numeric(isInteger: false): .number
            case .numeric(isInteger: true): .integer
            case .boolean: .boolean
            case .categorical: .string
            }
        if var known = schema?[feature.name], known.type.isNumeric == type.isNumeric {
            known.role = .feature
            return known
        }
        var field = TableField(name: feature.name, type: type)
        if case .categorical(let categories) = feature.kind, schema == nil {
            field.missingValues = missingValues.filter { !categories.contains($0) }
        }
        return field
    }
}
