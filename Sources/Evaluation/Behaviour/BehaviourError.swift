package import RunDocument

/// Behaviour tests that cannot be done as asked.
package enum BehaviourError: Failure, Equatable {
    case invalidCase(file: String, line: Int, reason: String, hint: String?)
    case noCases(file: String)
    /// A case takes its rows of test data, and there is none.
    case noData(file: String, line: Int)
    case invalidCommand(place: String, reason: String, hint: String?)
    case noContainerEngine(tried: [String])
    case containerFailed(engine: String, operation: String, message: String)
    /// A path that a mount of a container cannot name.
    case unmountable(path: String)
    case unknownAnswer(label: String, found: [String])

    package var exitStatus: ExitStatus {
        switch self {
        case .invalidCase, .noCases, .unknownAnswer: .dataFormat
        case .noData: .missingInput
        case .invalidCommand, .unmountable: .configuration
        case .noContainerEngine, .containerFailed: .unavailable
        }
    }

    package var description: String {
        switch self {
        case .invalidCase(let file, let line, let reason, _): "\(file):\(line): \(reason)"
        case .noCases(let file): "'\(file)' has no case in it"
        case .noData(let file, let line):
            "\(file):\(line): the case is about rows of the test data, and there is none"
        case .invalidCommand(let place, let reason, _): "\(place): \(reason)"
        case .noContainerEngine(let tried):
            "no container engine was found; tried \(tried.joined(separator: ", "))"
        case .containerFailed(let engine, let operation, let message):
            "'\(engine)' could not \(operation): \(message)"
        case .unmountable(let path):
            "'\(path)' has a comma, a quote or a line feed in it, so no container can mount it"
        case .unknownAnswer(let label, let found):
            "the model gives no score of its label '\(label)'; it gives \(found.joined(separator: ", "))"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidCase(_, _, _, let hint), .invalidCommand(_, _, let hint): hint
        case .noCases: "one JSON object a line, with 'name', 'kind' and 'input'"
        case .noData: "name the test data, or write the row into 'input'"
        case .noContainerEngine:
            "install podman or docker, or name one in $MLX_CONTAINER"
        case .containerFailed, .unmountable, .unknownAnswer: nil
        }
    }
}
