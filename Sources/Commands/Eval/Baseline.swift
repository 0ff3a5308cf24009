import CommandLineTool
import Dataset
import Evaluation
import FileStorage
import Model
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// What the candidate is compared with.
enum Baseline {
    case none
    case model(LoadedModel)
    case stored(StoredMetrics, EvaluationReport.Subject)
    case predictions(name: String)

    /// - Throws: `Failure`, if what is named cannot be read; that nothing is in production is none.
    init(_ request: EvalRequest, _ options: RuntimeOptions, _ context: StageContext) throws {
        let name = request.baseline
        if name == "none" {
            self = .none
        } else if name == "production" {
            self = try Self.production(request, options, context)
        } else if !name.hasPrefix(VersionReference.scheme), !Files.isDirectory(FilePath(name)),
            name.hasSuffix(".json"), let stored = try Self.stored(name)
        {
            self = stored
        } else if !request.predictions.isEmpty {
            self = .predictions(name: name)
        } else {
            self = .model(try LoadedModel(name, request, options))
        }
    }

    private static func production(
        _ request: EvalRequest, _ options: RuntimeOptions, _ context: StageContext
    ) throws -> Baseline {
        guard request.predictions.isEmpty, let name = context.modelName else { return .none }
        let store = try request.registries.production.store(ModelName(name))
        guard let version = try store.resolve(Tag.production) else { return .none }
        do {
            return .model(try LoadedModel(version, of: store, options))
        } catch let failure as any Failure where failure.exitStatus == .dataFormat {
            // A model that this version cannot read must not keep its successor out.
            let reference = VersionReference(model: store.model, version: version.number).uri
            context.diagnostics.warning(
                "there is no comparison with \(reference): \(failure.description)")
            return .none
        }
    }

    /// Nil for a file that is JSON of another kind, a model for instance.
    private static func stored(_ name: String) throws -> Baseline? {
        let bytes = try Files.read(FilePath(name), limit: 1 << 28)
        guard let json = try? JSONValue(parsing: bytes) else {
            throw EvaluationError.notAReport(path: name)
        }
        guard json["kind"] != nil else { return nil }
        let metrics = try StoredMetrics(json, path: name)
        return .stored(metrics, EvaluationReport.Subject(name: name, uri: name))
    }

    /// A model to be asked about the same rows, if it answers the same question.
    func predictor(
        like candidate: LoadedModel, _ request: EvalRequest, _ context: StageContext
    ) throws -> (any Predictor)? {
        guard case .model(let model) = self else { return nil }
        let (own, other) = (candidate.predictor.metadata, model.predictor.metadata)
        guard own.target == other.target, own.task == other.task else {
            try giveUp("it predicts another target", request, context)
            return nil
        }
        return model.predictor
    }

    /// What is in production must not keep its successor out; what was asked for must be compared.
    ///
    /// - Throws: `NoComparison` for a baseline that was named.
    func giveUp(_ reason: String, _ request: EvalRequest, _ context: StageContext) throws {
        guard let subject else { return }
        guard request.baseline == "production" else {
            throw NoComparison(baseline: subject.uri, reason: reason)
        }
        context.diagnostics.warning("there is no comparison with \(subject.uri): \(reason)")
    }

    /// A stored report of the same task is compared whatever its rows were, which should be known.
    ///
    /// - Throws: `NoComparison`.
    func requireLikeness(to report: EvaluationReport, _ context: StageContext) throws {
        guard case .stored(let metrics, let subject) = self else { return }
        guard metrics.isLike(report) else {
            throw NoComparison(baseline: subject.uri, reason: "its task or its labels are others")
        }
        if let count = metrics.rowCount, count != report.rowCount {
            context.diagnostics.warning(
                "'\(subject.name)' is about \(count) rows, and these are \(report.rowCount)")
        } else if let digest = metrics.dataDigest, digest != report.dataDigest {
            context.diagnostics.warning("'\(subject.name)' is about other test data")
        }
    }

    var subject: EvaluationReport.Subject? {
        switch self {
        case .none: nil
        case .model(let model): model.subject
        case .stored(_, let subject): subject
        case .predictions(let name): EvaluationReport.Subject(name: name, uri: name)
        }
    }

    var storedMetrics: StoredMetrics? {
        if case .stored(let metrics, _) = self { metrics } else { nil }
    }
}
