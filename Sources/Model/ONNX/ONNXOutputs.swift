import Dataset

/// Which outputs of an ONNX model are the label and the scores, and what the scores are.
struct ONNXOutputs {
    /// What makes probabilities of the scores.
    enum Scale: Hashable {
        case none, sigmoid, softmax, exponential
    }

    private(set) var label: ONNXFile.Port?
    private(set) var scores: ONNXFile.Port?
    private(set) var scale = Scale.none
    /// Whether the task may be a classification.
    let isClassifier: Bool

    /// - Parameter task: nil if nobody has said it: then it is what the outputs look like.
    /// - Throws: `ModelError.unusableSignature`.
    init(_ file: ONNXFile, task: DatasetKey.Task?, path: String) throws(ModelError) {
        let tensors = file.outputs.filter { if case .tensor = $0.type { true } else { false } }
        let numbers = tensors.filter { $0.isFloating }
        let labels = tensors.filter { !$0.isFloating }
        if numbers.isEmpty, let list = file.outputs.first(where: { $0.type == .sequence }) {
            throw .unusableSignature(
                path: path, reason: "its output '\(list.name)' is a list of maps",
                hint: "export it with zipmap=False, as in options={id(model): {'zipmap': False}}")
        }
        isClassifier =
            task.map { $0 != .regression }
            ?? (!labels.isEmpty || numbers.contains { Self.isProbability($0, in: file) })
        guard isClassifier else {
            scores = try Self.only(numbers, named: ["variable", "prediction", "output"], path)
            return
        }
        label = labels.first { $0.name.lowercased().contains("label") } ?? labels.first
        if !numbers.isEmpty || label == nil {
            let names = ["probabilities", "probability", "output_probability", "scores", "output"]
            let scores = try Self.only(numbers, named: names, path)
            self.scores = scores
            scale = Self.scale(of: scores, in: file)
        }
    }

    /// What is taken for granted of the scores.
    var assumption: String? {
        guard let scores else { return nil }
        return switch scale {
        case .none: nil
        case .sigmoid:
            "the output '\(scores.name)' is taken for the logit of the second label; the logistic function makes a probability of it"
        case .softmax:
            "the output '\(scores.name)' is taken for logits; softmax makes probabilities of them"
        case .exponential:
            "the output '\(scores.name)' is taken for logarithms of probabilities"
        }
    }

    private static func only(
        _ ports: [ONNXFile.Port], named names: [String], _ path: String
    ) throws(ModelError) -> ONNXFile.Port {
        if ports.count == 1 { return ports[0] }
        for name in names {
            if let port = ports.first(where: { $0.name.lowercased() == name }) { return port }
        }
        let found = ports.map { "'\($0.name)'" }.joined(separator: ", ")
        throw .unusableSignature(
            path: path,
            reason: ports.isEmpty
                ? "it has no output of numbers"
                : "which of its outputs \(found) is the prediction is not plain",
            hint: ports.isEmpty ? nil : "export it with one output, or name that 'probabilities'")
    }

    private static func isProbability(_ port: ONNXFile.Port, in file: ONNXFile) -> Bool {
        let makers: Set = [
            "Softmax", "LogSoftmax", "Sigmoid", "TreeEnsembleClassifier", "LinearClassifier",
            "SVMClassifier",
        ]
        return port.name.lowercased().contains("prob")
            || makers.contains(file.producer(of: port.name) ?? "")
    }

    private static func scale(of port: ONNXFile.Port, in file: ONNXFile) -> Scale {
        if file.producer(of: port.name) == "LogSoftmax" { return .exponential }
        if isProbability(port, in: file) || !file.labelLists.isEmpty { return .none }
        return port.lastDimension == 1 ? .sigmoid : .softmax
    }
}

extension ONNXFile.Port {
    var element: Int32? {
        if case .tensor(let element, _) = type { element } else { nil }
    }

    /// Whether its elements are float or double.
    var isFloating: Bool { element == 1 || element == 11 }

    /// The size of a row; nil if the file does not say it.
    var lastDimension: Int? {
        guard case .tensor(_, let shape) = type else { return nil }
        return shape.count == 1 ? 1 : shape.last ?? nil
    }
}
