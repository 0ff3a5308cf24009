package import RunDocument

/// A change that cannot be looked at.
package enum TriggerError: Failure, Equatable {
    case noModelName
    case noRules
    case nothingToCompare
    case unknownChange(String)
    case gitMissing
    case unknownReference(String, reason: String)
    case gitFailed(command: String, reason: String)
    case event(reason: String)
    case incompleteEvent(reason: String)
    case emptyReport(String)
    case unknownMetric(String, report: String, hint: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .noModelName, .noRules, .nothingToCompare, .unknownChange, .unknownMetric:
            .configuration
        case .gitMissing: .unavailable
        case .unknownReference: .usage
        case .gitFailed, .incompleteEvent: .missingInput
        case .event, .emptyReport: .dataFormat
        }
    }

    package var description: String {
        switch self {
        case .noModelName: "the project names no model"
        case .noRules: "the project does not say which files are code, data and tests"
        case .nothingToCompare: "there is no change to look at"
        case .unknownChange(let word): "'MLX_CHANGED' is '\(word)', which is nothing that changes"
        case .gitMissing: "'git' cannot be started"
        case .unknownReference(let name, let reason):
            "'\(name)' names no commit here\(reason.isEmpty ? "" : ": \(reason)")"
        case .gitFailed(let command, let reason): "'\(command)' failed: \(reason)"
        case .event(let reason): "the event cannot be read: \(reason)"
        case .incompleteEvent(let reason): "the event does not say what changed: \(reason)"
        case .emptyReport(let path): "'\(path)' has neither checks of drift nor metrics"
        case .unknownMetric(let name, let report, _): "'\(report)' has no metric '\(name)'"
        }
    }

    package var hint: String? {
        switch self {
        case .noModelName: "set 'model' in mlx.yaml"
        case .noRules: "set 'trigger.code', 'trigger.data' and 'trigger.tests' in mlx.yaml"
        case .nothingToCompare:
            "say --since REF, --changed-files FILE or --event FILE, or set 'data.train' in mlx.yaml"
        case .unknownChange: "set it to code, data or tests, as mlx-trigger --start does"
        case .unknownReference, .gitFailed: "a shallow clone may lack it: fetch more history"
        case .event: "an event of GitHub, GitLab or Gitea as it came, for a push or a pull request"
        case .incompleteEvent:
            "run it in a clone of the repository with the history, as 'fetch-depth: 0' makes one"
        case .emptyReport: "make it with mlx-validate --reference, or with mlx-eval"
        case .unknownMetric(_, _, let hint): hint
        case .gitMissing: nil
        }
    }
}
