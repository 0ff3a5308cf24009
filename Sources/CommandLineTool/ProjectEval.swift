package import RunDocument

extension Project {
    /// How models are tested.
    package struct Eval: Sendable {
        package var gates: [Located<JSONValue>] = []
        /// What the model is compared with: `production`, `none`, a registered version, a model, a
        /// stored report or predictions.
        package var baseline: String?
        /// Between 0 and 1: verdicts take intervals into account.
        package var confidence: Double?
        package var resamples: Int?
        package var seed: Int?
        /// The name of a method of finding intervals.
        package var method: String?
        /// The column that says how much a row counts.
        package var weight: String?
        package var positive: String?
        package var slices: [Located<JSONValue>] = []
        package var weakSlices: Bool?
        package var fairness: [String] = []
        package var tests: [Located<JSONValue>] = []
        /// Repeats of the permutation importance.
        package var importance: Int?
        package var predictions = Predictions()
        package var predict = Predict()
        package var load = Load()
    }

    /// Which column of a file of predictions means what.
    package struct Predictions: Sendable {
        package var truth: String?
        package var prediction: String?
        package var score: String?
        package var query: String?
        package var task: String?
    }

    /// A program that scores.
    package struct Predict: Sendable {
        package var command: [String] = []
        package var format: String?
        package var timeout: String?
    }

    /// How a service or a model is put under load.
    package struct Load: Sendable {
        package var url: String?
        package var latency: Bool?
        package var rate: Double?
        package var connections: Int?
        package var duration: String?
        package var warmup: String?
        package var rows: Int?
    }
}

extension Project.Eval {
    init(
        _ root: inout ConfigurationReader, resolve: (String) -> String
    ) throws(ProjectError) {
        var section = try root.section("eval")
        gates = try section.elements("gates")
        baseline = try section.string("baseline").map { name in
            // A word or a reference; everything else is a path.
            ["production", "none"].contains(name) || name.hasPrefix("registry:")
                ? name : resolve(name)
        }
        confidence = try section.number("confidence")
        resamples = try section.integer("resamples")
        seed = try section.integer("seed")
        method = try section.string("method")
        weight = try section.string("weight")
        positive = try section.string("positive")
        slices = try section.elements("slices")
        weakSlices = try section.boolean("weak_slices")
        fairness = try section.strings("fairness")
        tests = try section.elements("tests")
        importance = try section.integer("importance")
        var part = try section.section("predictions")
        predictions.truth = try part.string("truth")
        predictions.prediction = try part.string("prediction")
        predictions.score = try part.string("score")
        predictions.query = try part.string("query")
        predictions.task = try part.string("task")
        try part.finish()
        part = try section.section("predict")
        predict.command = try part.strings("command")
        predict.format = try part.string("format")
        predict.timeout = try part.string("timeout")
        try part.finish()
        part = try section.section("load")
        load.url = try part.string("url")
        load.latency = try part.boolean("latency")
        load.rate = try part.number("rate")
        load.connections = try part.integer("connections")
        load.duration = try part.string("duration")
        load.warmup = try part.string("warmup")
        load.rows = try part.integer("rows")
        try part.finish()
        try section.finish()
    }
}
