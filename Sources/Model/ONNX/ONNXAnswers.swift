import COnnxRuntime
import Dataset
import Glibc

/// Reads what a run of an ONNX model has made.
struct ONNXAnswers: Sendable {
    /// The outputs that are asked for: the scores, if there are any, then the label.
    let names: [CName]
    let givesScores: Bool

    private let path: String
    private let labels: [String]
    private let positions: [String: Int]
    private let scale: ONNXOutputs.Scale
    private let checksLabels: Bool

    /// - Throws: `ModelError.unknownLabel`.
    init(
        _ metadata: ModelMetadata, _ outputs: ONNXOutputs, _ file: ONNXFile, path: String
    ) throws(ModelError) {
        self.path = path
        labels = metadata.labels
        positions = Dictionary(
            zip(metadata.labels, 0...), uniquingKeysWith: { first, _ in first })
        scale = outputs.scale
        givesScores = outputs.scores != nil
        let known = file.labels(like: outputs.label)
        if let known, !labels.isEmpty, known != labels {
            throw .unknownLabel(
                model: path, label: known.joined(separator: ", "), known: labels)
        }
        // A file that lists its labels leaves no doubt about their order.
        checksLabels = outputs.label != nil && known == nil && !labels.isEmpty
        var names = outputs.scores.map { [CName($0.name)] } ?? []
        if let label = outputs.label, checksLabels || !givesScores {
            names.append(CName(label.name))
        }
        self.names = names
    }

    /// - Parameter values: row by row, a score for each label; the label's position in a model
    ///   without scores; or the value.
    func take(
        _ outputs: [mlx_onnx_output], of session: ONNXSession, rowCount: Int,
        into values: UnsafeMutableBufferPointer<Double>
    ) throws {
        if givesScores { try takeScores(outputs[0], rowCount: rowCount, into: values) }
        guard checksLabels || !givesScores, let label = outputs.last else { return }
        let found = try positions(of: label, in: session, rowCount: rowCount)
        for (row, position) in found.enumerated() {
            if givesScores {
                try check(position, row, values)
            } else {
                values[row] = Double(position)
            }
        }
    }

    // MARK: Scores

    private func takeScores(
        _ output: mlx_onnx_output, rowCount: Int, into values: UnsafeMutableBufferPointer<Double>
    ) throws(ModelError) {
        let width = max(1, labels.count)
        let given = rowCount == 0 ? width : output.count / rowCount
        guard output.count == rowCount * given, given == width || given == 1 && width == 2 else {
            throw .wrongAnswer(
                model: path,
                reason: "gave \(output.count) scores for \(rowCount) rows of \(width)")
        }
        for index in 0..<output.count {
            let number: Double
            switch ONNXElement(rawValue: output.element) {
            case .float:
                number = Double(output.data.load(fromByteOffset: index * 4, as: Float.self))
            case .double: number = output.data.load(fromByteOffset: index * 8, as: Double.self)
            default: throw .wrongAnswer(model: path, reason: "gave scores that are no numbers")
            }
            if given == width {
                values[index] = number
            } else {
                let positive =
                    scale == .sigmoid || scale == .softmax ? 1 / (1 + exp(-number)) : number
                (values[2 * index], values[2 * index + 1]) = (1 - positive, positive)
            }
        }
        guard given == width, scale != .none else { return }
        for row in 0..<rowCount { rescale(values.extracting(row * width..<(row + 1) * width)) }
    }

    private func rescale(_ row: UnsafeMutableBufferPointer<Double>) {
        let highest = scale == .softmax ? row.max() ?? 0 : 0
        for index in row.indices { row[index] = exp(row[index] - highest) }
        guard scale == .softmax else { return }
        let sum = row.reduce(0, +)
        for index in row.indices { row[index] /= sum }
    }

    // MARK: Labels

    private func positions(
        of output: mlx_onnx_output, in session: ONNXSession, rowCount: Int
    ) throws(ModelError) -> [Int] {
        guard output.count == rowCount else {
            throw .wrongAnswer(
                model: path, reason: "gave \(output.count) labels for \(rowCount) rows")
        }
        var result: [Int] = []
        for label in try texts(of: output, in: session) {
            guard let position = positions[label] else {
                throw .unknownLabel(model: path, label: label, known: labels)
            }
            result.append(position)
        }
        return result
    }

    private func texts(
        of output: mlx_onnx_output, in session: ONNXSession
    ) throws(ModelError) -> [String] {
        let data = output.data
        switch ONNXElement(rawValue: output.element) {
        case .text: return session.texts(of: output)
        case .int64:
            return (0..<output.count).map {
                "\(data?.load(fromByteOffset: $0 * 8, as: Int64.self) ?? 0)"
            }
        case .int32:
            return (0..<output.count).map {
                "\(data?.load(fromByteOffset: $0 * 4, as: Int32.self) ?? 0)"
            }
        case .boolean:
            return (0..<output.count).map {
                "\(data?.load(fromByteOffset: $0, as: UInt8.self) ?? 0)"
            }
        default: throw .wrongAnswer(model: path, reason: "gave labels of a type that none has")
        }
    }

    /// Checks that the label is the one with the highest score, where that is plain.
    private func check(
        _ position: Int, _ row: Int, _ values: UnsafeMutableBufferPointer<Double>
    ) throws(ModelError) {
        let scores = values.extracting(row * labels.count..<(row + 1) * labels.count)
        guard let highest = scores.max(), highest - scores[position] > 1e-6 else { return }
        throw .wrongAnswer(
            model: path,
            reason:
                "answers '\(labels[position])' where another label has the highest score: its labels stand in another order than the schema's"
        )
    }
}

extension ONNXFile {
    /// The labels that the file lists, of the type that the label output has; nil if it lists none
    /// or several.
    func labels(like output: Port?) -> [String]? {
        let lists = labelLists.filter { list in
            guard let element = output?.element else { return true }
            return list.isText == (element == ONNXElement.text.rawValue)
        }
        let distinct = Set(lists)
        return distinct.count == 1 ? distinct.first?.texts : nil
    }
}
