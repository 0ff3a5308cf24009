package import RunDocument

/// A comparison that cannot be made as it was asked for.
package enum DriftError: Failure, Equatable {
    case unknownMethod(String)
    case notNumeric(method: String, column: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .unknownMethod, .notNumeric: .dataFormat
        }
    }

    package var description: String {
        switch self {
        case .unknownMethod(let name): "'\(name)' is not a drift method"
        case .notNumeric(let method, let column):
            "'\(method)' compares numbers, and '\(column)' has none"
        }
    }

    package var hint: String? {
        switch self {
        case .unknownMethod:
            "methods: \(DriftMethod.allCases.map(\.rawValue).joined(separator: ", "))"
        case .notNumeric: nil
        }
    }
}
