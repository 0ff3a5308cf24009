import RunDocument

/// What `mlx-register` cannot know by itself.
enum RegisterError: Failure {
    case noModel
    case noName
    case noKey(option: String)
    case noTrustedKey

    var exitStatus: ExitStatus { .missingInput }

    var description: String {
        switch self {
        case .noModel: "the run document names no model"
        case .noName: "the model has no name"
        case .noKey: "nothing says which key to sign with"
        case .noTrustedKey: "nothing says whose signature counts"
        }
    }

    var hint: String? {
        switch self {
        case .noModel: "put mlx-train before this stage, or use --model-directory"
        case .noName: "use --model, or set 'model' in mlx.yaml"
        case .noKey(let option): "use \(option), or set 'registry.sign.key' in mlx.yaml"
        case .noTrustedKey: "use --key, or list keys in mlx.yaml, under 'registry.policy.trust'"
        }
    }
}
