import CommandLineTool
import Dataset
import Evaluation
import LoadTest
import Model
import RunDocument
import SystemPackage
import YAMLText

/// What is to be evaluated: the flags over the project file.
struct EvalRequest {
    let model: String?
    let data: [String]
    let schema: String?
    let predictions: [String]
    let columns: PredictionColumns
    let gates: [Located<Gate>]
    let baseline: String
    /// Nil if no confidence is asked for.
    let significance: Significance?
    /// How intervals are found; their confidence is a gate's if none is asked for.
    let resampling: Significance
    let seed: UInt64
    let slices: [Located<SliceDefinition>]
    let searchesWeakSlices: Bool
    let fairness: [String]
    let importanceRepeats: Int
    let tests: [Located<JSONValue>]
    let command: [String]
    let rowFormat: CommandRowFormat
    let timeout: Duration
    let load: LoadRequest
    let registries: EvaluationRegistries
    let readers: ReaderCommands

    init(_ command: EvalCommand, _ context: StageContext) throws {
        let project = context.project
        let (eval, judgement) = (project.eval, command.judgement)
        model = command.model
        data = command.data.isEmpty ? project.data.test : command.data
        schema = command.schema ?? project.data.schema
        predictions = command.predictions.predictions
        columns = try PredictionColumns(command, eval)
        let confidence = try Self.confidence(judgement.confidence, eval.confidence)
        gates = try Self.located(judgement.gates, eval.gates, option: "--gate") { json in
            try Gate(json, confidence: confidence)
        }
        baseline = judgement.baseline ?? eval.baseline ?? "production"
        seed = UInt64(bitPattern: Int64(judgement.seed ?? eval.seed ?? 0))
        let resampling = try Self.resampling(confidence, judgement, eval, seed)
        self.resampling = resampling
        significance = confidence == nil ? nil : resampling
        slices = try Self.located(judgement.slices, eval.slices, option: "--slice") { json in
            try SliceDefinition(json)
        }
        searchesWeakSlices = judgement.weakSlices || eval.weakSlices ?? false
        fairness = judgement.fairness.isEmpty ? eval.fairness : judgement.fairness
        importanceRepeats = judgement.importance ?? eval.importance ?? 0
        tests = try Self.located(judgement.tests, eval.tests, option: "--test") { $0 }
        self.command = command.command.isEmpty ? eval.predict.command : command.command
        rowFormat = try Self.rowFormat(eval.predict.format)
        timeout = try TimeSpan.read(command.timeout ?? eval.predict.timeout ?? "10m")
        load = try LoadRequest(command.load, eval.load)
        registries = try EvaluationRegistries(command, project, context.environment)
        readers = try ReaderCommands(project.readers)
        try refuseIdleOptions(of: command, context)
    }

    /// Whether there is a model or predictions to be tested, and not only a service.
    func testsRows(_ run: Run) -> Bool {
        load.url == nil || model != nil || !predictions.isEmpty || run.model != nil
            || run.pipeline == .retest
    }

    private static func confidence(_ option: Double?, _ written: Double?) throws -> Double? {
        guard let value = option ?? written else { return nil }
        guard value > 0, value < 1 else {
            if option == nil {
                throw ConfigurationError(
                    reason: "'eval.confidence' is \(value), not between 0 and 1")
            }
            throw UsageError(
                message: "the confidence \(value) is not between 0 and 1",
                hint: "give a share, as 0.95")
        }
        return value
    }

    private static let usualConfidence = 0.95

    private static func resampling(
        _ confidence: Double?, _ judgement: JudgementOptions, _ eval: Project.Eval, _ seed: UInt64
    ) throws -> Significance {
        let resamples = judgement.resamples ?? eval.resamples ?? 1000
        guard (100...1_000_000).contains(resamples) else {
            if judgement.resamples == nil {
                throw ConfigurationError(
                    reason: "'eval.resamples' is \(resamples), not 100 to 1000000")
            }
            throw UsageError(
                message: "\(resamples) resamples are not 100 to 1000000", hint: nil)
        }
        var method = Significance.Method.automatic
        if let word = eval.method {
            guard let known = Significance.Method(rawValue: word) else {
                throw ConfigurationError(
                    reason: "'eval.method' is '\(word)', not auto or bootstrap")
            }
            method = known
        }
        method = judgement.significance ?? method
        return Significance(
            confidence: confidence ?? Self.usualConfidence, resamples: resamples, seed: seed,
            method: method)
    }

    private static func rowFormat(_ word: String?) throws -> CommandRowFormat {
        guard let word else { return .csv }
        guard let format = CommandRowFormat(rawValue: word) else {
            throw ConfigurationError(reason: "'eval.predict.format' is '\(word)', not csv or jsonl")
        }
        return format
    }

    /// What options or, without them, the file says; each with its place.
    private static func located<Value: Sendable>(
        _ options: [String], _ written: [Located<JSONValue>], option: String,
        _ read: (JSONValue) throws -> Value
    ) throws -> [Located<Value>] {
        let texts = try options.map { text in
            do throws(YAMLConversionError) {
                return Located(value: try JSONValue(yaml: text), file: option, line: nil)
            } catch {
                throw UsageError(message: "\(option) '\(text)': \(error.reason)", hint: nil)
            }
        }
        return try (texts.isEmpty ? written : texts).map { place in
            do {
                return Located(value: try read(place.value), file: place.file, line: place.line)
            } catch let failure as any Failure {
                throw ProjectError(
                    file: place.file, line: place.line, reason: failure.description,
                    hint: failure.hint)
            }
        }
    }
}
