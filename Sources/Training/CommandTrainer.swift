import FileStorage
import Glibc
package import RunDocument
import Subprocess
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

    /// How the command ended.
    package enum Ending: Hashable, Sendable {
        case exited(Int)
        case signaled(Int)
        case timedOut(Duration)

        package var isSuccess: Bool { self == .exited(0) }

        package var description: String {
            switch self {
            case .exited(let code): "ended with exit status \(code)"
            case .signaled(let signal): "was killed by signal \(signal)"
            case .timedOut(let limit): "was stopped after \(limit)"
            }
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
        let log = try BoundedLog(places.log)
        defer { log.close() }
        // A pipe of our own: what the command starts in the background may hold it open, so it is
        // read to its end only after the whole group is gone.
        let pipe = try FileDescriptor.pipe()
        for end in [pipe.readEnd, pipe.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        let isOver = Flag()
        let reader = Task.detached { Self.read(pipe.readEnd, until: isOver, into: log, onOutput) }
        let group = ProcessGroup()
        let ending: Ending
        do {
            ending = try await end(of: group, in: places, pipe.writeEnd)
        } catch {
            group.kill()
            isOver.set()
            try? pipe.writeEnd.close()
            throw error
        }
        group.kill()
        isOver.set()
        try pipe.writeEnd.close()
        await reader.value
        try Task.checkCancellation()
        return ending
    }

    /// Passes on what the command writes, to the end, or until the command is over and nothing
    /// comes any more: a daemon that it started may hold the pipe for ever.
    private static func read(
        _ pipe: FileDescriptor, until isOver: Flag, into log: BoundedLog,
        _ onOutput: @Sendable ([UInt8]) -> Void
    ) {
        defer { try? pipe.close() }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            var descriptor = pollfd(fd: pipe.rawValue, events: Int16(POLLIN), revents: 0)
            if poll(&descriptor, 1, 100) == 0 {
                if isOver.isSet { return }
                continue
            }
            let count = try? buffer.withUnsafeMutableBytes { try pipe.read(into: $0) }
            guard let count, count > 0 else { return }
            log.write(Array(buffer[..<count]))
            onOutput(Array(buffer[..<count]))
        }
    }

    /// Runs the command until it ends or its time is over.
    private func end(
        of group: ProcessGroup,
        in places: Places,
        _ output: FileDescriptor
    ) async throws -> Ending {
        let environment = Environment.inherit.updating(environment(places))
        return try await withThrowingTaskGroup(of: Ending?.self) { tasks in
            tasks.addTask { try await spawn(in: group, environment, output) }
            if let timeout {
                tasks.addTask {
                    try await Task.sleep(for: timeout)
                    return nil
                }
            }
            defer { tasks.cancelAll() }
            let first = try await tasks.next() ?? nil
            return first ?? .timedOut(timeout ?? .zero)
        }
    }

    private func spawn(
        in group: ProcessGroup,
        _ environment: Environment,
        _ output: FileDescriptor
    ) async throws -> Ending {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .seconds(5))
        ]
        do {
            let result = try await Subprocess.run(
                executable,
                arguments: Arguments(Array(command.dropFirst())),
                environment: environment,
                platformOptions: options,
                input: .none,
                output: .fileDescriptor(output, closeAfterSpawningProcess: false),
                error: .fileDescriptor(output, closeAfterSpawningProcess: false)
            ) { execution in
                group.leader = execution.processIdentifier.value
            }
            return Ending(result.terminationStatus)
        } catch let error as SubprocessError
            where error.code == .spawnFailed || error.code == .executableNotFound
        {
            throw command[0].contains("/") && Files.exists(FilePath(command[0]))
                ? TrainingError.commandUnusable(name: command[0])
                : TrainingError.commandMissing(name: command[0])
        }
    }

    private var executable: Executable {
        command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0])
    }

    /// The variables of the contract.
    private func environment(_ places: Places) -> [Environment.Key: String?] {
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
        return Dictionary(
            uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }
        )
    }
}

extension CommandTrainer.Ending {
    fileprivate init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(Int(code))
        case .signaled(let signal): self = .signaled(Int(signal))
        }
    }
}
