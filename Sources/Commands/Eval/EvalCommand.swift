package import ArgumentParser
package import CommandLineTool
import Dataset
import Evaluation
import Model
package import RunDocument

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
        Example(
            "test predictions that exist already, and see them in a browser",
            "mlx-eval --predictions scores.csv --gate '{metric: roc_auc, lower_bound: 0.8}' "
                + "--html report.html"
        ),
        Example(
            "pass only if the bound is kept for sure",
            "mlx-eval --confidence 0.95 --gate '{metric: accuracy, lower_bound: 0.9}'"
        ),
        Example(
            "test a model of any language",
            "mlx-eval --model model/ -- python3 predict.py"
        ),
        Example(
            "put a service under load",
            "mlx-eval --url http://127.0.0.1:8080/v2/models/penguins --data test.csv "
                + "--schema schema.json --rate 500 --duration 10s "
                + "--gate '{metric: latency_p99_ms, upper_bound: 20}'"
        ),
    ]
    package static let topics = [ManualTopic("mlx-gates", section: 7) { GateManual.page }]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-eval",
        abstract: "Test a model: metrics, gates, and the production model on the same rows.",
        discussion: """
            Metrics follow scikit-learn. A gate gives bounds, which are inclusive, and how much the \
            metric may change against the baseline, which is the production model. With a \
            confidence, a gate that the rows are too few for is inconclusive: the run awaits \
            approval. Without a gate or a test nothing is tested, which is an error unless \
            --allow-empty is given.

            \(examples.discussion)
            """,
        version: ToolVersion.current
    )

    @Option(
        help: ArgumentHelp(
            "A model directory or file, or registry:NAME@VERSION; by default the run's model.",
            valueName: "model"
        )
    )
    var model: String?

    @Option(help: ArgumentHelp("The test data: files or globs.", valueName: "file"))
    var data: [String] = []

    @Option(help: ArgumentHelp("The Table Schema of the data.", valueName: "file"))
    var schema: String?

    @OptionGroup(title: "Predictions") var predictions: PredictionOptions

    @OptionGroup(title: "Judgement") var judgement: JudgementOptions

    @OptionGroup(title: "Load") var load: LoadOptions

    @OptionGroup(title: "Reports") var reports: EvaluationReportOptions

    @Option(
        help: ArgumentHelp(
            "End a predict command that does nothing for so long, as 90s.", valueName: "time"))
    var timeout: String?

    @Option(help: ArgumentHelp("The registry with the testing models.", valueName: "dir"))
    var testing: String?

    @Option(help: ArgumentHelp("The registry with the production models.", valueName: "dir"))
    var production: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("A program that scores rows, after --.", valueName: "command")
    )
    var command: [String] = []

    @OptionGroup package var options: StageOptions

    package init() {}

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let request = try EvalRequest(self, context)
        var found = try await RunningReaders.ending { try EvalWork(request).run(&context) }
        if let model = found.model {
            found.checks += try await BehaviourWork(request).commandChecks(model, context)
        }
        var outcome = found.outcome
        let stage = Stage(judging: outcome)
        outcome.artifacts = try EvalReports(reports).write(
            found.report, latencies: found.latencies, stage)
        let (report, latencies) = (found.report, found.latencies)
        outcome.summary = { EvalReports.summary(report, latencies, $0) }
        return outcome
    }

    package func report(_ stage: Stage, of run: Run) throws {
        _ = try EvalReports(reports).write(nil, stage)
    }
}

extension Stage {
    /// The stage as its reports show it: they are written before it has ended.
    fileprivate init(judging outcome: StageOutcome) {
        let hasFailed = outcome.verdict == .failed
        self.init(
            name: EvalCommand.stage, tool: "mlx-eval", version: ToolVersion.current,
            status: hasFailed ? .failed : .passed, exitCode: hasFailed ? 1 : 0)
        checks = outcome.checks
        metrics = outcome.metrics
    }
}
