package import ProcessControl
package import RunDocument
package import SystemPackage

/// The user's own training program, in any language, run with SageMaker's contract and ours.
package struct CommandTrainer: Sendable {
    /// What `$MLX_METRICS` names: lines like `{"step": 1, "loss": 0.3}`.
    package static let metricsFile = "metrics.ndjson"

    package let command: [String]
    package let parameters: JSONObject
    package let seed: Int
    /// Nil for none.
    package let timeout: Duration?

    package init(
        command: [String],
        parameters: JSONObject,
        seed: Int,
        timeout: Duration?
    ) throws(TrainingError) {
        guard !command.isEmpty else { throw .noCommand }
        self.command = command
        self.parameters = parameters
        self.seed = seed
        self.timeout = timeout
    }

    /// Where the command finds its inputs and leaves its outputs.
    package struct Places: Sendable {
        /// Files by channel: `train`, `test`.
        package let data: [String: [FilePath]]
        package let model: FilePath
        package let output: FilePath
        package let baseModel: FilePath?
        package let log: FilePath
        package let runID: String

        package init(
            data: [String: [FilePath]],
            model: FilePath,
            output: FilePath,
            baseModel: FilePath?,
            log: FilePath,
            runID: String
        ) {
            self.data = data
            self.model = model
            self.output = output
            self.baseModel = baseModel
            self.log = log
            self.runID = runID
        }
    }

    /// Runs the command to its end, in a process group of its own, of which nothing is left.
    ///
    /// - Parameter onOutput: called with each piece of the command's stdout and stderr.
    /// - Throws: `TrainingError.commandMissing`, `StorageError`, `CancellationError`.
    package func run(
        in places: Places,
        onOutput: @escaping @Sendable ([UInt8]) -> Void
    ) async throws -> Ending {
        do {
            return try await GroupedCommand(
                command, environment: environment(places), timeout: timeout
            ).run(log: places.log, onOutput: onOutput)
        } catch ProcessError.commandMissing(let name) {
            throw TrainingError.commandMissing(name: name)
        } catch ProcessError.commandUnusable(let name) {
            throw TrainingError.commandUnusable(name: name)
        }
    }

    /// The variables of the contract.
    private func environment(_ places: Places) -> [String: String] {
        var variables = [
            "SM_MODEL_DIR": places.model.string, "MLX_MODEL_DIR": places.model.string,
            "SM_OUTPUT_DATA_DIR": places.output.string, "MLX_OUTPUT_DIR": places.output.string,
            "SM_HPS": JSONValue.object(parameters).canonicalText(),
            "MLX_PARAMETERS": JSONValue.object(parameters).canonicalText(),
            "MLX_SEED": "\(seed)", "PYTHONHASHSEED": "\(UInt32(truncatingIfNeeded: seed))",
            "MLX_RUN_ID": places.runID,
            "MLX_METRICS": places.output.appending(Self.metricsFile).string,
        ]
        for (channel, files) in places.data {
            let value = files.map(\.string).joined(separator: "\n")
            variables["MLX_DATA_\(channel.uppercased())"] = value
            // SageMaker's channels are directories.
            variables["SM_CHANNEL_\(channel.uppercased())"] =
                files.first?.removingLastComponent().string
        }
        variables["MLX_BASE_MODEL_DIR"] = places.baseModel?.string
        return variables
    }
}
