package import RunDocument

/// A change that cannot be looked at.
package enum TriggerError: Failure, Equatable {
    case noModelName
    case noRules
    case nothingToCompare
    case gitMissing
    case unknownReference(String, reason: String)
    case gitFailed(command: String, reason: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .noModelName, .noRules, .nothingToCompare: .configuration
        case .gitMissing: .unavailable
        case .unknownReference: .usage
        case .gitFailed: .missingInput
        }
    }

    package var description: String {
        switch self {
        case .noModelName: "the project names no model"
        case .noRules: "the project does not say which files are code, data and tests"
        case .nothingToCompare: "there is no change to look at"
        case .gitMissing: "'git' cannot be started"
        case .unknownReference(let name, let reason):
            "'\(name)' names no commit here\(reason.isEmpty ? "" : ": \(reason)")"
        case .gitFailed(let command, let reason): "'\(command)' failed: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .noModelName: "set 'model' in mlx.yaml"
        case .noRules: "set 'trigger.code', 'trigger.data' and 'trigger.tests' in mlx.yaml"
        case .nothingToCompare:
            "say --since REF or --changed-files FILE, or set 'data.train' in mlx.yaml"
        case .unknownReference, .gitFailed: "a shallow clone may lack it: fetch more history"
        case .gitMissing: nil
        }
    }
}
