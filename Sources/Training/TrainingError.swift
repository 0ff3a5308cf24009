package import RunDocument

/// A training that cannot be done, or did not give a model.
package enum TrainingError: Failure, Equatable {
    case noTarget
    case noTask
    case noRows(target: String)
    case noFeatures
    case targetNotNumeric(name: String)
    case oneClass(target: String, label: String)
    case tooManyClasses(target: String, count: Int, task: String)
    case tooManyCategories(name: String, count: Int)
    case unsupportedFeature(name: String, type: String)
    case unknownParameter(name: String, hint: String?)
    case invalidParameter(name: String, expected: String)
    case incompatibleBase(reason: String)
    case noCommand
    case commandMissing(name: String)
    case commandUnusable(name: String)
    case unknownClass(target: String, label: String)
    case notFinite(target: String)
    case dataChangedBefore(path: String)
    case refusedParameters(reason: String)
    case timedOut(rounds: Int, of: Int)
    case emptyModel(path: String)
    case dataChanged(path: String)
    case outputExists(path: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .noTarget, .noTask, .noFeatures, .unsupportedFeature, .unknownParameter,
            .invalidParameter, .refusedParameters, .noCommand, .tooManyCategories:
            .configuration
        case .noRows, .targetNotNumeric, .oneClass, .tooManyClasses, .incompatibleBase,
            .emptyModel, .dataChanged:
            .dataFormat
        case .commandMissing: .missingInput
        case .commandUnusable: .denied
        case .unknownClass, .notFinite, .dataChangedBefore: .dataFormat
        case .timedOut: .negative
        case .outputExists: .cannotCreate
        }
    }

    package var description: String {
        switch self {
        case .noTarget: "the schema names no target, so there is nothing to learn"
        case .noTask: "the schema does not say what kind of task the target is"
        case .noRows(let target): "the data has no row with a '\(target)'"
        case .noFeatures: "the schema has no feature beside the target"
        case .targetNotNumeric(let name): "the target '\(name)' of a regression is not a number"
        case .oneClass(let target, let label):
            "every row has the same '\(target)', '\(label)': there is nothing to tell apart"
        case .tooManyClasses(let target, let count, let task):
            "'\(target)' has \(count) classes, which is no \(task) task"
        case .tooManyCategories(let name, let count):
            "'\(name)' has \(count) distinct texts, too many for a categorical feature"
        case .unsupportedFeature(let name, let type):
            "the built-in trainer cannot use '\(name)', which is a \(type)"
        case .unknownParameter(let name, _): "unknown training parameter '\(name)'"
        case .invalidParameter(let name, let expected):
            "the training parameter '\(name)' is not \(expected)"
        case .incompatibleBase(let reason): "the base model cannot be trained further: \(reason)"
        case .noCommand: "the trainer is a command, but none is given"
        case .commandMissing(let name): "the training command '\(name)' was not found"
        case .commandUnusable(let name):
            "the training command '\(name)' is there and cannot be run"
        case .unknownClass(let target, let label):
            "the data has the '\(target)' '\(label)', which the schema does not list"
        case .notFinite(let target): "the target '\(target)' has a value that is not finite"
        case .dataChangedBefore(let path): "'\(path)' has changed since it was validated"
        case .refusedParameters(let reason): "XGBoost refuses the parameters: \(reason)"
        case .timedOut(let done, let all):
            "the training was stopped in time, after \(done) of \(all) rounds"
        case .emptyModel(let path): "the training command left no model in '\(path)'"
        case .dataChanged(let path): "the training command changed its data, '\(path)'"
        case .outputExists(let path): "'\(path)' exists already"
        }
    }

    package var hint: String? {
        switch self {
        case .noTarget, .noTask: #"set "target" and "task" in the schema's "mlx:dataset""#
        case .tooManyCategories(let name, _), .unsupportedFeature(let name, _):
            #"give '\#(name)' the role "ignore" in the schema, or make categories of it"#
        case .unknownParameter(_, let hint): hint
        case .incompatibleBase: "train from scratch with --from scratch"
        case .noCommand: "set train.command in mlx.yaml, or give the command after --"
        case .emptyModel:
            "write an MLmodel directory, or model.ubj, into the directory that $MLX_MODEL_DIR names"
        case .commandUnusable: "is it executable, and is its interpreter there?"
        case .dataChangedBefore: "validate it again"
        case .unknownClass: "add it to the enum of the target in the schema"
        case .outputExists: "name another one with --model-directory"
        default: nil
        }
    }
}
