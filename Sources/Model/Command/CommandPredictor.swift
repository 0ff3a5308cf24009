package import Dataset
import SystemPackage

/// Scores with any program: rows on its standard input, predictions on its standard output.
package struct CommandPredictor: Predictor {
    package let metadata: ModelMetadata
    private let command: [String]
    private let variables: [String: String]
    private let encoder: RowEncoder
    private let timeout: Duration?

    init(_ directory: ModelDirectory, _ options: RuntimeOptions) throws {
        metadata = directory.metadata
        command = directory.command
        timeout = options.timeout
        // Our own worker reads JSON, which says what is a number and what is a text.
        let format = options.command == nil ? .jsonLines : options.rowFormat
        encoder = RowEncoder(format, metadata)
        var variables = ["PYTHONUNBUFFERED": "1"]
        if !directory.path.isEmpty { variables["MLX_MODEL_DIR"] = directory.path.string }
        self.variables = variables
    }

    /// Starts the program for this table alone.
    package func predict(_ table: Table) throws -> Predictions {
        let stream = try CommandStream(self)
        try stream.send(table)
        return try stream.finish()
    }

    package func stream() throws -> (any PredictionStream)? { try CommandStream(self) }

    /// One run of the program.
    private final class CommandStream: PredictionStream {
        private let process: CommandProcess
        private let encoder: RowEncoder
        private var answers: AnswerTable
        private let name: String
        private var rowCount: Int?

        init(_ predictor: CommandPredictor) throws {
            name = predictor.command.first ?? ""
            encoder = predictor.encoder
            answers = AnswerTable(predictor.metadata, name: name)
            process = try CommandProcess(
                predictor.command, variables: predictor.variables, timeout: predictor.timeout)
        }

        func send(_ table: Table) throws {
            let bytes = try encoder.bytes(of: table, isFirst: rowCount == nil)
            let sent = (rowCount ?? 0) + table.rowCount
            rowCount = sent
            try process.write(bytes) { try receive($0, rows: sent) }
        }

        func finish() throws -> Predictions {
            let sent = rowCount ?? 0
            try process.finish { try receive($0, rows: sent) }
            return try answers.finish(expecting: sent)
        }

        private func receive(_ bytes: UnsafeRawBufferPointer, rows: Int) throws {
            try answers.add(bytes)
            // A program that writes without end must not fill the memory.
            guard answers.rowCount <= rows else {
                throw CommandError.tooManyRows(name: name, expected: rows)
            }
        }
    }
}
