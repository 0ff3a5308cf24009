package import RunDocument

/// A schema that cannot be inferred as it was asked for.
package enum InferenceError: Failure, Equatable {
    case unknownTarget(String, columns: [String])
    case unusableHeader(file: String, reason: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .unknownTarget: .usage
        case .unusableHeader: .dataFormat
        }
    }

    package var description: String {
        switch self {
        case .unknownTarget(let name, _): "the target '\(name)' is not a column of the data"
        case .unusableHeader(let file, let reason): "'\(file)', line 1: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownTarget(_, let columns): "columns: \(columns.joined(separator: ", "))"
        case .unusableHeader: nil
        }
    }
}
