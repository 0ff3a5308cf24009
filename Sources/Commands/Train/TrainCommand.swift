package import ArgumentParser
package import CommandLineTool
import Dataset
import FileStorage
import Model
import ProcessControl
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage
import Training

/// `mlx-train`: trains from scratch or goes on from a registered model.
package struct TrainCommand: StageCommand, RootCommand {
    package static let stage = "train"
    package static let examples = [
        Example(
            "train as mlx.yaml says, inside a pipe",
            "mlx-validate | mlx-train | mlx-eval --pretty"
        ),
        Example(
            "train the built-in XGBoost model on one file",
            "mlx-train --data train.csv --schema schema.json --parameter max_depth=4 --seed 7"
        ),
        Example(
            "go on from the model that is in production",
            "mlx-train --from production"
        ),
        Example(
            "run your own training program",
            "mlx-train -- python3 train.py"
        ),
    ]
    package static let configuration = CommandConfiguration(
        commandName: "mlx-train",
        abstract: "Train a model from scratch, or go on from a registered one.",
        discussion: """
            The built-in trainer is XGBoost, loaded from libxgboost when it is needed. A command of \
            your own finds its data, parameters and places in the environment (SM_CHANNEL_TRAIN, \
            SM_MODEL_DIR, SM_HPS and their MLX_ twins) and leaves a model in $MLX_MODEL_DIR.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    @Option(help: ArgumentHelp("The training data: files or globs.", valueName: "file"))
    var data: [String] = []

    @Option(help: ArgumentHelp("The Table Schema of the data.", valueName: "file"))
    var schema: String?

    @Option(help: "Where to begin; by default what mlx-trigger decided, else from scratch.")
    var from: StartingPoint?

    @Option(
        name: .customLong("parameter"),
        help: ArgumentHelp("A hyperparameter; may be repeated.", valueName: "name=value")
    )
    var parameters: [String] = []

    @Option(help: ArgumentHelp("The seed; the same seed gives the same bytes.", valueName: "n"))
    var seed: Int?

    @Option(help: ArgumentHelp("Stop the training after 90s, 30m or 2h.", valueName: "time"))
    var timeout: String?

    @Option(help: ArgumentHelp("Where the model goes; it must not exist.", valueName: "dir"))
    var modelDirectory: String?

    @Option(help: ArgumentHelp("The registry with the testing models.", valueName: "registry"))
    var testing: String?

    @Option(help: ArgumentHelp("The registry with the production models.", valueName: "registry"))
    var production: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("Your own training program, after --.", valueName: "command")
    )
    var command: [String] = []

    @OptionGroup package var options: StageOptions

    package init() {}

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let inputs = try TrainingInputs(self, context)
        inputs.record(in: &context.run)
        // Whatever model the run had, it is not what this training makes.
        context.run.model = nil
        let base = try startingPoint(context).base(
            in: Registries(self, context),
            model: context.modelName
        )
        let output = try ModelOutput(
            named: modelDirectory,
            runID: context.run.metadata.id,
            environment: context.environment
        )
        defer { output.discard() }

        let limit = try (timeout ?? context.project.train.timeout).map(Timeout.parse)
        let work = TrainingWork(
            inputs: inputs,
            base: base,
            output: output,
            seed: seed ?? context.project.train.seed ?? 0,
            parameters: try mergedParameters(context.project), timeout: limit)
        var outcome: StageOutcome
        if let program = program(context.project) {
            outcome = try await work.run(program, context)
        } else {
            outcome = try await work.trainXGBoost(context)
        }
        outcome.details["from"] = .string(base?.source ?? "scratch")
        outcome.details.setBase(base)
        guard outcome.verdict == .passed else { return outcome }
        context.run.model = try output.commit()
        return outcome
    }

    /// The program to run; nil for the built-in trainer.
    private func program(_ project: Project) -> [String]? {
        if !command.isEmpty { return command }
        switch project.train.trainer {
        case .command: return project.train.command
        case .xgboost: return nil
        case nil: return project.train.command.isEmpty ? nil : project.train.command
        }
    }

    private func startingPoint(_ context: StageContext) -> StartingPoint {
        if let from { return from }
        guard context.run.pipeline == .retrain else { return .scratch }
        let base = context.run.spec["base"]?["registry"]?.stringValue
        return base.flatMap(StartingPoint.init(rawValue:)) ?? .auto
    }

    private func mergedParameters(_ project: Project) throws -> JSONObject {
        var merged = project.train.parameters
        for text in parameters {
            guard let equals = text.firstIndex(of: "=") else {
                throw ValidationError("--parameter '\(text)' is not of the form name=value")
            }
            let value = String(text[text.index(after: equals)...])
            let parsed = try? JSONValue(parsing: value)
            merged[String(text[..<equals])] = parsed ?? .string(value)
        }
        return merged
    }
}

extension Registries {
    init(_ command: TrainCommand, _ context: StageContext) throws {
        let registries = ProjectRegistries(context.project, environment: context.environment)
        testing = try registries.testing(command.testing)
        production = try registries.production(command.production)
    }
}

extension JSONObject {
    fileprivate mutating func setBase(_ base: BaseModel?) {
        guard let base else { return }
        self["baseModel"] = [
            "uri": .string(base.reference), "version": .integer(Int64(base.version.number)),
            "digest": .string(base.version.modelDigest), "registry": .string(base.source),
        ]
    }
}
