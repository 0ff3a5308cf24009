package import RunDocument

/// A history that cannot be read.
package enum HistoryError: Failure, Equatable {
    case syntax(file: String, line: Int, reason: String)
    case document(file: String, line: Int, DocumentError)

    package var exitStatus: ExitStatus { .dataFormat }

    package var description: String {
        switch self {
        case .syntax(let file, let line, let reason): "'\(file)', line \(line): \(reason)"
        case .document(let file, let line, let error): "'\(file)', line \(line): \(error)"
        }
    }

    package var hint: String? {
        "a history has one JSON object in each line, with 'id', 'createdAt' and 'metrics'"
    }
}
