import RunDocument

/// An option's value that makes no sense.
struct UsageError: Failure {
    let message: String
    let hint: String?
    var exitStatus: ExitStatus { .usage }
    var description: String { message }
}

/// A value of the project file that makes no sense.
struct ConfigurationError: Failure {
    let reason: String
    var exitStatus: ExitStatus { .configuration }
    var description: String { reason }
    var hint: String? { nil }
}

/// An evaluation without data.
struct NoTestData: Failure {
    let what: String

    var exitStatus: ExitStatus { .missingInput }
    var description: String { what }
    var hint: String? { "set data.test and data.schema in mlx.yaml, or give --data and --schema" }
}

/// An evaluation without a model.
struct NoModel: Failure {
    let isScoredByCommand: Bool

    var exitStatus: ExitStatus { .missingInput }
    var description: String { "there is no model to test" }
    var hint: String? {
        if isScoredByCommand {
            return "name the file or directory that the command needs with --model"
        }
        return "put mlx-train before this stage, name a model with --model, or give --predictions"
    }
}

/// A baseline that was asked for and cannot be compared.
struct NoComparison: Failure {
    let baseline: String
    let reason: String

    var exitStatus: ExitStatus { .dataFormat }
    var description: String { "'\(baseline)' is no baseline for this: \(reason)" }
    var hint: String? { "name another one with --baseline, or --baseline none" }
}
