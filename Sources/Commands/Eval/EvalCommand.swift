package import ArgumentParser
package import CommandLineTool
import Dataset
import Evaluation
import FileStorage
import Model
import Registry
import RunDocument
import SystemPackage
import YAMLText

/// `mlx-eval`: holds a model against test data, gates and the production model.
package struct EvalCommand: StageCommand, RootCommand {
    package static let stage = "eval"
    package static let examples = [
        Example("test the model of the stage before", "mlx-train | mlx-eval --pretty"),
        Example(
            "test a registered model on new data",
            "mlx-eval --model registry:penguins@3 --data test.csv --schema schema.json"
        ),
        Example(
            "set a gate on the command line",
            "mlx-eval --model model/ --gate '{metric: accuracy, lower_bound: 0.95}'"
        ),
    ]
    package static let configuration = CommandConfiguration(
        commandName: "mlx-eval",
        abstract: "Test a model: metrics, gates, and the production model on the same rows.",
        discussion: """
            Metrics follow scikit-learn. A gate gives bounds, which are inclusive, and how much the \
            metric may change against the production model. Without a gate nothing is tested, which \
            is an error unless --allow-empty is given.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    @Option(
        help: ArgumentHelp(
            "A model directory, or registry:NAME@VERSION; by default the run's model.",
            valueName: "model"
        )
    )
    var model: String?

    @Option(help: ArgumentHelp("The test data: files or globs.", valueName: "file"))
    var data: [String] = []

    @Option(help: ArgumentHelp("The Table Schema of the data.", valueName: "file"))
    var schema: String?

    @Option(
        name: .customLong("gate"),
        help: ArgumentHelp(
            "A gate, as in mlx.yaml; may be repeated and replaces those of the file.",
            valueName: "gate"
        )
    )
    var gates: [String] = []

    @Option(help: "What to compare with.")
    var baseline: BaselineChoice = .production

    @Option(help: ArgumentHelp("The registry with the testing models.", valueName: "dir"))
    var testing: String?

    @Option(help: ArgumentHelp("The registry with the production models.", valueName: "dir"))
    var production: String?

    @OptionGroup package var options: StageOptions

    package init() {}

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let gates = try parsedGates(context.project)
        let registries = EvaluationRegistries(self, context.project)
        let candidate = try Candidate(named: model, in: registries, context)
        let test = try TestData(self, context)
        test.record(in: &context.run)
        context.run.model = candidate.reference

        let evaluation = try ModelEvaluation(
            of: try candidate.predictor(),
            on: test.table,
            name: test.name
        )
        let production = try baselineModel(registries, context)
        let reference = try production.flatMap {
            try $0.evaluation(on: test, like: candidate, context)
        }
        let checks = try gates.map { gate in try check(gate, evaluation, reference) }

        var details = evaluation.details
        details["rows"] = .integer(Int64(evaluation.rowCount))
        if let production, let reference {
            details["baseline"] = production.description(reference.metrics)
        }
        report(evaluation, reference, context.diagnostics)
        return .checked(checks, metrics: evaluation.metrics, details: details)
    }

    private func check(
        _ gate: Located<Gate>,
        _ evaluation: ModelEvaluation,
        _ reference: ModelEvaluation?
    ) throws -> Check {
        do {
            return try evaluation.check(gate.value, against: reference)
        } catch let EvaluationError.invalidGate(reason, hint) {
            throw ProjectError(
                file: gate.file,
                line: gate.line,
                reason: reason,
                hint: hint
            )
        }
    }

    private func parsedGates(_ project: Project) throws -> [Located<Gate>] {
        let written = try gates.isEmpty ? project.eval.gates : gates.map(gateOption)
        return try written.map { gate in
            do throws(EvaluationError) {
                return Located(value: try Gate(gate.value), file: gate.file, line: gate.line)
            } catch {
                throw ProjectError(
                    file: gate.file,
                    line: gate.line,
                    reason: error.description,
                    hint: error.hint
                )
            }
        }
    }

    private func gateOption(_ text: String) throws -> Located<JSONValue> {
        do throws(YAMLConversionError) {
            return Located(value: try JSONValue(yaml: text), file: "--gate", line: nil)
        } catch {
            throw ValidationError("--gate '\(text)': \(error.reason)")
        }
    }

    private func baselineModel(
        _ registries: EvaluationRegistries,
        _ context: StageContext
    ) throws -> Baseline? {
        guard baseline == .production, let name = context.modelName else { return nil }
        return try Baseline(in: registries.production, model: try ModelName(name))
    }

    private func report(
        _ evaluation: ModelEvaluation,
        _ reference: ModelEvaluation?,
        _ diagnostics: Diagnostics
    ) {
        let shown = ["accuracy", "f1_macro", "log_loss", "roc_auc", "rmse", "mae", "r2"]
        let parts = shown.compactMap { name -> String? in
            guard let value = evaluation.metrics[name] ?? nil else { return nil }
            let before = (reference?.metrics[name] ?? nil).map { " (production \(rounded($0)))" }
            return "\(name) \(rounded(value))\(before ?? "")"
        }
        diagnostics.note("\(evaluation.rowCount) rows: \(parts.joined(separator: ", "))")
    }

    private func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}

package enum BaselineChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case production, none
}

/// Where registered models are looked for.
struct EvaluationRegistries {
    let testing: FilePath
    let production: FilePath

    init(_ command: EvalCommand, _ project: Project) {
        testing = FilePath(command.testing ?? project.registry.testing)
        production = FilePath(command.production ?? project.registry.production)
    }
}
