import CommandLineTool
import Dataset
import FileStorage
import FoundationEssentials
import Glibc
import Model
import ProcessControl
import Registry
import RunDocument
import SystemPackage
import Training

/// One training, by either trainer.
struct TrainingWork {
    let inputs: TrainingInputs
    let base: BaseModel?
    let output: ModelOutput
    let seed: Int
    let parameters: JSONObject
    /// Nil for none.
    let timeout: Duration?

    // MARK: The built-in trainer

    func trainXGBoost(_ context: StageContext) async throws -> StageOutcome {
        guard let schema = inputs.schema else { throw NoSchema() }
        var trainer = try XGBoostTrainer(parameters: parameters, seed: seed)
        let progress = Progress("training", context.diagnostics)
        defer { progress.finish() }
        trainer.deadline = timeout.map { ContinuousClock.now + $0 }
        trainer.onRound = { progress.update($0, of: $1) }
        let table = try TableBatches.readAll(
            inputs.train.files.map(DataSource.file), schema: schema)
        let result = try trainer.train(
            table,
            schema: schema,
            base: base.map { try ModelDirectory(loading: $0.copy.path) },
            into: output.staging,
            runID: context.run.metadata.id,
            createdAt: context.now.mlflowTimestamp
        )
        if result.droppedRowCount > 0 {
            context.diagnostics.warning(
                "\(result.droppedRowCount) rows have no '\(result.metadata.target)' and were left out"
            )
        }
        context.diagnostics.note(
            "trained on \(result.rowCount) rows, \(result.rounds) rounds in the model"
        )
        return StageOutcome(
            metrics: [
                "rows": Double(result.rowCount), "dropped_rows": Double(result.droppedRowCount),
                "rounds": Double(result.rounds),
            ],
            details: [
                "trainer": "xgboost", "parameters": .object(parameters),
                "seed": .integer(Int64(seed)),
                "environment": [
                    "xgboost": .string(result.libraryVersion),
                    "threads": .integer(Int64(result.threads)),
                ],
            ]
        )
    }

    // MARK: The user's own program

    func run(_ program: [String], _ context: StageContext) async throws -> StageOutcome {
        let trainer = try CommandTrainer(
            command: program,
            parameters: parameters,
            seed: seed,
            timeout: timeout
        )
        let log = output.artifacts.appending("train.log")
        let start = ContinuousClock.now
        let before = Self.childUsage()
        let ending = try await trainer.run(in: try places(log, context)) { [context] bytes in
            context.diagnostics.raw(bytes)
        }
        let after = Self.childUsage()
        var outcome = StageOutcome(
            metrics: [
                "wall_seconds": (ContinuousClock.now - start).seconds,
                "cpu_seconds": after.cpuSeconds - before.cpuSeconds,
                "peak_memory_bytes": Double(after.peakBytes),
            ],
            artifacts: [
                Artifact(name: "log", uri: log.string, mediaType: "text/plain")
            ],
            details: [
                "trainer": "command", "parameters": .object(parameters),
                "seed": .integer(Int64(seed)),
                "command": .array(program.map(JSONValue.string)),
            ]
        )
        var check = Check(
            id: "command",
            status: .passed,
            observed: .string(ending.description),
            expected: "exit status 0"
        )
        if !ending.isSuccess {
            check.status = .failed
            check.message = "the training command '\(program[0])' \(ending.description)"
            check["log"] = .array(try Self.lastLines(of: log).map(JSONValue.string))
            outcome.verdict = .failed
            outcome.isGate = false
        } else {
            try inputs.checkUnchanged()
            try completeModel(program, context)
        }
        outcome.metrics.merge(try reportedMetrics()) { own, _ in own }
        outcome.checks = [check]
        return outcome
    }

    /// What the program said last, for whoever reads of its failure elsewhere.
    private static func lastLines(of log: FilePath) throws -> [String] {
        let file = try FileDescriptor.open(log, .readOnly, options: .closeOnExec)
        let bytes = try file.closeAfter {
            let size = try file.seek(offset: 0, from: .end)
            try file.seek(offset: max(0, size - (1 << 14)), from: .start)
            return try Files.readAll(file, path: log, limit: 1 << 15)
        }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            .suffix(20).map { String($0.prefix(500)) }
    }

    private func places(
        _ log: FilePath,
        _ context: StageContext
    ) throws -> CommandTrainer.Places {
        var data = ["train": inputs.train.files.map(Files.absolute)]
        if let test = inputs.test { data["test"] = test.files.map(Files.absolute) }
        return CommandTrainer.Places(
            data: data,
            model: Files.absolute(output.staging),
            output: Files.absolute(output.artifacts),
            baseModel: base?.copy.path,
            log: log,
            runID: context.run.metadata.id
        )
    }

    /// A command may leave XGBoost's own file and nothing else: the schema says the rest.
    private func completeModel(_ program: [String], _ context: StageContext) throws {
        let directory = output.staging
        guard try !TreeDigest.files(in: directory).isEmpty else {
            throw TrainingError.emptyModel(path: output.final.string)
        }
        guard !Files.exists(directory.appending(ModelDirectory.metadataFile)) else { return }
        guard
            let file = ["model.ubj", "model.json"].first(where: { name in
                Files.exists(directory.appending(name))
            })
        else { throw TrainingError.emptyModel(path: output.final.string) }
        guard let schema = inputs.schema else { throw NoSchema() }
        let table = try TableBatches.readAll(
            inputs.train.files.map(DataSource.file), schema: schema)
        try XGBoostModel.describe(
            file: file,
            in: directory,
            schema: schema,
            table: table,
            runID: context.run.metadata.id,
            createdAt: context.now.mlflowTimestamp
        )
    }

    /// The last value of each metric that the program wrote to `$MLX_METRICS`.
    private func reportedMetrics() throws -> [String: Double?] {
        let path = output.artifacts.appending(CommandTrainer.metricsFile)
        guard Files.exists(path) else { return [:] }
        var metrics: [String: Double?] = [:]
        for line in try Files.read(path, limit: 1 << 26).split(separator: 0x0A) {
            // A program that was killed leaves half a line.
            guard let members = (try? JSONValue(parsing: line))?.objectValue else { continue }
            for (name, value) in members where name != "step" {
                if let number = value.doubleValue { metrics[name] = number }
            }
        }
        return metrics
    }

    /// What all finished children used: seconds of CPU, and bytes of the largest one.
    private static func childUsage() -> (cpuSeconds: Double, peakBytes: Int) {
        var usage = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &usage)
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let micros = Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        return (seconds + micros / 1e6, Int(usage.ru_maxrss) * 1024)
    }
}

extension Date {
    /// The form of MLflow's `utc_time_created`.
    fileprivate var mlflowTimestamp: String {
        timestamp.replacing("T", with: " ").replacing("Z", with: ".000000")
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
