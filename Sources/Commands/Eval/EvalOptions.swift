import ArgumentParser
import CommandLineTool
import Evaluation

/// Predictions that exist already, and what their columns mean.
struct PredictionOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Test predictions that exist already instead of a model: CSV or JSON Lines files.",
            valueName: "file"
        )
    )
    var predictions: [String] = []

    @Option(help: ArgumentHelp("The column with the true values.", valueName: "column"))
    var truth: String?

    @Option(
        help: ArgumentHelp("The column with the predicted labels or numbers.", valueName: "column")
    )
    var prediction: String?

    @Option(
        help: ArgumentHelp(
            "The column with the scores of the positive label; those of several labels are "
                + "score_LABEL.",
            valueName: "column"
        )
    )
    var score: String?

    @Option(help: ArgumentHelp("The column with the queries of a ranking.", valueName: "column"))
    var query: String?

    @Option(
        help: ArgumentHelp(
            "The kind of the predictions: binary, multiclass, multilabel, regression or ranking.",
            valueName: "task"
        )
    )
    var task: EvaluationTask?
}

extension EvaluationTask: ExpressibleByArgument {}
extension Significance.Method: ExpressibleByArgument {}

/// How sure verdicts must be, and about which rows there are some.
struct JudgementOptions: ParsableArguments {
    @Option(
        name: .customLong("gate"),
        help: ArgumentHelp(
            "A gate, as in mlx.yaml; may be repeated and replaces those of the file.",
            valueName: "gate"
        )
    )
    var gates: [String] = []

    @Option(
        help: ArgumentHelp(
            "What to compare with: production, none, registry:NAME@VERSION, a model, a report or "
                + "predictions.",
            valueName: "baseline"
        )
    )
    var baseline: String?

    @Option(
        help: ArgumentHelp(
            "How sure a verdict must be, as 0.95; gates that the rows are too few for are "
                + "inconclusive.",
            valueName: "share"
        )
    )
    var confidence: Double?

    @Option(help: ArgumentHelp("Resamples of a bootstrap.", valueName: "n"))
    var resamples: Int?

    @Option(help: ArgumentHelp("The seed of resamples and shuffles.", valueName: "n"))
    var seed: Int?

    @Option(
        help: ArgumentHelp(
            "\"auto\": DeLong for roc_auc, Wilson for accuracy and Tango for its change; \"bootstrap\": "
                + "resamples for all.",
            valueName: "method"
        )
    )
    var significance: Significance.Method?

    @Option(help: ArgumentHelp("The column that says how much a row counts.", valueName: "column"))
    var weight: String?

    @Option(
        name: .customLong("slice"),
        help: ArgumentHelp(
            "Slices to be told apart: a column, or a mapping as in mlx.yaml; may be repeated.",
            valueName: "slices"
        )
    )
    var slices: [String] = []

    @Flag(help: "Search for the slices on which the model is worst.")
    var weakSlices = false

    @Option(
        help: ArgumentHelp(
            "A column of groups that are to be treated alike; may be repeated.",
            valueName: "column"
        )
    )
    var fairness: [String] = []

    @Option(help: ArgumentHelp("The label that counts as positive.", valueName: "label"))
    var positive: String?

    @Option(
        help: ArgumentHelp(
            "Tell what each column is worth, by shuffling it so many times.", valueName: "repeats"
        )
    )
    var importance: Int?

    @Option(
        name: .customLong("test"),
        help: ArgumentHelp(
            "Behaviour tests: a file of cases, or a mapping as in mlx.yaml; may be repeated.",
            valueName: "test"
        )
    )
    var tests: [String] = []
}

/// How a model or a service is put under load.
struct LoadOptions: ParsableArguments {
    @Flag(help: "Measure how long the model takes for a row.")
    var latency = false

    @Option(
        help: ArgumentHelp(
            "Put a running service under load: the address of any page, or of a service of the "
                + "Open Inference Protocol, which is asked about rows of the data.",
            valueName: "url"
        )
    )
    var url: String?

    @Option(
        help: ArgumentHelp(
            "Requests a second, whether answers come or not; by default each connection sends "
                + "when it has its answer.",
            valueName: "n"
        )
    )
    var rate: Double?

    @Option(help: ArgumentHelp("Connections at once.", valueName: "n"))
    var connections: Int?

    @Option(help: ArgumentHelp("How long, as 500ms, 10s or 2m.", valueName: "time"))
    var duration: String?

    @Option(help: ArgumentHelp("Time before that is not counted.", valueName: "time"))
    var warmup: String?

    @Option(name: .customLong("rows"), help: ArgumentHelp("Rows in a request.", valueName: "n"))
    var rowsPerRequest: Int?
}

/// Where the evaluation is told besides the run document.
struct EvaluationReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Write a page with plots, to be read in a browser.", valueName: "file"))
    var html: String?

    @Option(
        help: ArgumentHelp(
            "Write a summary as Markdown, for a comment on a change.", valueName: "file"))
    var markdown: String?

    @Option(
        help: ArgumentHelp(
            "Write the report as JSON; --baseline takes it again.", valueName: "file"))
    var report: String?
}
