import COnnxRuntime
package import Dataset
import Glibc
import SystemPackage

/// Scores with ONNX Runtime, in process.
package struct ONNXPredictor: Predictor {
    /// Rows of one run.
    static let blockSize = 4096

    package let metadata: ModelMetadata
    package let assumptions: [String]
    private let session: ONNXSession
    private let inputs: ONNXInputs
    private let inputNames: [CName]
    private let features: [Feature]
    private let outputs: ONNXOutputs
    private let answers: ONNXAnswers
    private let threads: Int

    /// - Throws: `ModelError`, `StorageError`.
    package init(_ directory: ModelDirectory, threads: Int) throws {
        metadata = directory.metadata
        self.threads = threads
        let path = directory.dataFile
        let file = try ONNXFile(path)
        outputs = try ONNXOutputs(file, task: metadata.task, path: path.string)
        inputs = try ONNXInputs(file, features: metadata.inputs, path: path.string)
        features = inputs.used(of: metadata.inputs)
        switch inputs {
        case .matrix(let port, _): inputNames = [CName(port.name)]
        case .columns(let columns): inputNames = columns.map { CName($0.port.name) }
        }
        answers = try ONNXAnswers(metadata, outputs, file, path: path.string)
        assumptions = [outputs.assumption].compactMap(\.self)
        session = try ONNXSession(path)
    }

    package func predict(_ table: Table) throws -> Predictions {
        let columns = try FeatureColumns(table, features: features)
        let width = answers.givesScores ? max(1, metadata.labels.count) : 1
        let values = try RowBlocks.fill(
            rowCount: table.rowCount, width: width, blockSize: Self.blockSize, threads: threads
        ) { rows, values in
            let block = try ONNXBlock(columns, rows, inputs, inputNames)
            try session.run(block.inputs, outputs: answers.names.map(\.pointer)) { outputs in
                try answers.take(outputs, of: session, rowCount: rows.count, into: values)
            }
        }
        guard answers.givesScores else {
            return Predictions(labels: metadata.labels, predicted: values.map { Int($0) })
        }
        return Predictions(rowCount: table.rowCount, labels: metadata.labels, scores: values)
    }
}
