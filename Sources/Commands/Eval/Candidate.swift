import CommandLineTool
import Evaluation
import FileStorage
import Model
import Registry
import RunDocument
import SystemPackage

/// The model that is tested.
struct Candidate {
    let reference: ModelReference
    private let directory: ModelDirectory
    /// Keeps a registered model's files as long as they are needed.
    private let copy: WorkingCopy?

    /// - Parameter named: what `--model` says; otherwise the run's model or, when tests have
    ///   changed, the registered one that mlx-trigger named.
    init(named: String?, in registries: EvaluationRegistries, _ context: StageContext) throws {
        let known = context.run.model
        let base =
            context.run.pipeline == .retest
            ? context.run.spec["base"]?["uri"]?.stringValue : nil
        guard let uri = named ?? known?.uri ?? base else { throw NoModel() }
        if uri.hasPrefix(VersionReference.scheme) {
            let reference = try VersionReference(uri)
            let (store, version) = try Self.find(reference, in: registries)
            let copy = try WorkingCopy(of: version, from: store)
            directory = try ModelDirectory(loading: copy.path)
            self.copy = copy
            self.reference = ModelReference(
                uri: VersionReference(model: store.model, version: version.number).uri,
                digest: version.modelDigest,
                format: directory.metadata.format,
                version: version.number
            )
        } else {
            directory = try ModelDirectory(loading: FilePath(uri))
            copy = nil
            let digest = try TreeDigest.of(directory: FilePath(uri)).description
            if named == nil, let known, known.digest != digest {
                throw EvaluationError.changedModel(expected: known.digest, found: digest)
            }
            reference = ModelReference(
                uri: uri,
                digest: digest,
                format: directory.metadata.format
            )
        }
    }

    func predictor() throws -> any Predictor {
        try Predictors.load(directory, threads: Cores.count)
    }

    /// Whether a model answers the same question.
    func predicts(the other: ModelMetadata) -> Bool {
        directory.metadata.target == other.target && directory.metadata.task == other.task
    }

    /// `production` is looked for in production, everything else in testing first.
    private static func find(
        _ reference: VersionReference,
        in registries: EvaluationRegistries
    ) throws -> (ModelStore, RegisteredVersion) {
        let testing = ModelStore(root: registries.testing, model: reference.model)
        let production = ModelStore(root: registries.production, model: reference.model)
        if reference.version != Tag.production, let version = try testing.resolve(reference.version)
        {
            return (testing, version)
        }
        if let version = try production.resolve(reference.version) { return (production, version) }
        return (testing, try testing.require(reference.version))
    }
}

/// The production model that a candidate is compared with.
struct Baseline {
    private let reference: VersionReference
    private let version: RegisteredVersion
    private let copy: WorkingCopy

    /// Nil if nothing is in production.
    init?(in root: FilePath, model: ModelName) throws {
        let store = ModelStore(root: root, model: model)
        guard let version = try store.resolve(Tag.production) else { return nil }
        self.version = version
        reference = VersionReference(model: model, version: version.number)
        copy = try WorkingCopy(of: version, from: store)
    }

    /// The production model on the same rows; nil, with a warning, if the two cannot be compared.
    ///
    /// New data may have lost a column or won a class that the old model needs or does not know:
    /// that must not keep its successor out.
    func evaluation(
        on test: TestData, like candidate: Candidate, _ context: StageContext
    ) throws -> ModelEvaluation? {
        let directory = try ModelDirectory(loading: copy.path)
        guard candidate.predicts(the: directory.metadata) else {
            warn("it predicts another target", context)
            return nil
        }
        do {
            let predictor = try Predictors.load(directory, threads: Cores.count)
            return try ModelEvaluation(of: predictor, on: test.table, name: test.name)
        } catch let error as any Failure where error.exitStatus == .dataFormat {
            warn(error.description, context)
            return nil
        }
    }

    private func warn(_ reason: String, _ context: StageContext) {
        context.diagnostics.warning(
            "there is no comparison with \(reference) in production: \(reason)")
    }

    func description(_ metrics: [String: Double?]) -> JSONValue {
        [
            "uri": .string(reference.uri), "version": .integer(Int64(version.number)),
            "digest": .string(version.modelDigest),
            "metrics": .object(metrics.mapValues { $0.map(JSONValue.number) ?? .null }),
        ]
    }
}

/// An evaluation without a model.
struct NoModel: Failure {
    var exitStatus: ExitStatus { .missingInput }
    var description: String { "there is no model to test" }
    var hint: String? {
        "put mlx-train before this stage, or name a model with --model"
    }
}
