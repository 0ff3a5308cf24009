import RunDocument

/// What `mlx-promote` cannot know by itself.
enum PromoteError: Failure {
    case noModel
    case notRegistered

    var exitStatus: ExitStatus { .missingInput }

    var description: String {
        switch self {
        case .noModel: "nothing says which model is meant"
        case .notRegistered: "the run document names no registered version"
        }
    }

    var hint: String? { "put mlx-register before this stage, or name one, as penguins@3" }
}
