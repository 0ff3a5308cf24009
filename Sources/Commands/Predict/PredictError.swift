import RunDocument

/// Rows that cannot be scored.
enum PredictError: Failure, Equatable {
    case missingColumn(file: String, column: String)
    /// `row` counts the rows from 1.
    case missingValue(file: String, row: Int, column: String)
    case columnExists(file: String, column: String)

    var exitStatus: ExitStatus { .dataFormat }

    var description: String {
        switch self {
        case .missingColumn(let file, let column):
            "'\(file)', line 1: the column '\(column)' is missing, and the model needs it"
        case .missingValue(let file, let row, let column):
            "'\(file)', row \(row), column '\(column)': there is no value, and the model needs one"
        case .columnExists(let file, let column):
            "'\(file)' has a column '\(column)' already"
        }
    }

    var hint: String? {
        switch self {
        case .columnExists: "rename or remove that column, or was this file scored before?"
        case .missingColumn, .missingValue: nil
        }
    }
}
