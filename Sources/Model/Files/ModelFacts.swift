import Dataset
import SystemPackage

/// What a model file itself says of the model.
struct ModelFacts {
    /// The names of its inputs; empty if they have none.
    var featureNames: [String] = []
    /// How many features it takes; nil if that is not known.
    var featureCount: Int?
    /// By the position of their score.
    var labels: [String] = []
    var classCount: Int?
    /// Nil if either may be meant.
    var isClassifier: Bool?
    var libraryVersion = "0"

    /// What an ONNX file says.
    init(onnx path: FilePath, task: DatasetKey.Task?) throws {
        let file = try ONNXFile(path)
        let outputs = try ONNXOutputs(file, task: task, path: path.string)
        isClassifier = outputs.isClassifier
        labels = outputs.isClassifier ? file.labels(like: outputs.label) ?? [] : []
        let width = outputs.scores?.lastDimension.flatMap { $0 > 0 ? $0 : nil }
        classCount = labels.isEmpty ? width.map { max(2, $0) } : labels.count
        if file.inputs.count > 1 || file.inputs[0].lastDimension == 1 {
            featureNames = file.inputs.map(\.name)
            featureCount = featureNames.count
        } else {
            featureCount = file.inputs[0].lastDimension
        }
    }

    /// What an XGBoost file says.
    init(xgboost path: FilePath) throws {
        let file = try BoosterFile(path)
        featureNames = file.featureNames
        featureCount = file.featureCount
        isClassifier = file.classCount != nil
        classCount = file.classCount
        libraryVersion = file.version
    }

    /// What is known of a model that only a command reads.
    init() {}
}
