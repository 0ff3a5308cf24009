import CommandLineTool
import Dataset
import Evaluation
import FileStorage
import Model
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// A model that is loaded, and where it came from.
struct LoadedModel {
    let predictor: any Predictor
    let reference: ModelReference
    /// The project's name for it, or where it is from.
    private(set) var name: String
    /// Where its files are, for tests that look at them.
    let path: FilePath
    let directory: ModelDirectory
    /// Keeps a registered model's files as long as they are needed.
    private let copy: WorkingCopy?

    /// - Parameter uri: a directory, a file, or `registry:NAME@VERSION`.
    init(_ uri: String, _ request: EvalRequest, _ options: RuntimeOptions) throws {
        if uri.hasPrefix(VersionReference.scheme) {
            let reference = try VersionReference(uri)
            let (store, version) = try Self.find(reference, in: request.registries)
            self = try LoadedModel(version, of: store, options)
            return
        }
        self = try LoadedModel(path: FilePath(uri), options)
    }

    private init(path: FilePath, _ options: RuntimeOptions) throws {
        self.path = path
        copy = nil
        directory = try ModelDirectory(loading: path, options: options)
        predictor = try Predictors.load(directory, options)
        let digest =
            Files.isDirectory(path)
            ? try TreeDigest.of(directory: path).description
            : try Digest.ofFile(path).0.description
        reference = ModelReference(
            uri: path.string, digest: digest, format: directory.metadata.format)
        name = path.string
    }

    init(_ version: RegisteredVersion, of store: ModelStore, _ options: RuntimeOptions) throws {
        let copy = try WorkingCopy(of: version, from: store)
        directory = try ModelDirectory(loading: copy.path, options: options)
        predictor = try Predictors.load(directory, options)
        path = copy.path
        self.copy = copy
        let reference = VersionReference(model: store.model, version: version.number)
        self.reference = ModelReference(
            uri: reference.uri, digest: version.modelDigest, format: directory.metadata.format,
            version: version.number)
        name = "\(store.model) \(version.number)"
    }

    var subject: EvaluationReport.Subject {
        EvaluationReport.Subject(
            name: name, uri: reference.uri, digest: reference.digest, format: reference.format)
    }

    /// `production` is looked for in production, everything else in testing first.
    private static func find(
        _ reference: VersionReference,
        in registries: EvaluationRegistries
    ) throws -> (ModelStore, RegisteredVersion) {
        let production = { try registries.production.store(reference.model) }
        if reference.version == Tag.production {
            let store = try production()
            return (store, try store.require(reference.version))
        }
        let testing = try registries.testing.store(reference.model)
        if let version = try testing.resolve(reference.version) { return (testing, version) }
        let other = try production()
        if let version = try other.resolve(reference.version) { return (other, version) }
        return (testing, try testing.require(reference.version))
    }
}

extension LoadedModel {
    /// The model that is tested: what `--model` says; otherwise the run's model or, when tests have
    /// changed, the registered one that mlx-trigger named.
    ///
    /// - Throws: `NoModel`; `StorageError` for a path where there is nothing.
    static func candidateURI(_ request: EvalRequest, _ context: StageContext) throws -> String {
        let base =
            context.run.pipeline == .retest
            ? context.run.spec["base"]?["uri"]?.stringValue : nil
        guard let uri = request.model ?? context.run.model?.uri ?? base else {
            throw NoModel(isScoredByCommand: !request.command.isEmpty)
        }
        guard uri.hasPrefix(VersionReference.scheme) || Files.exists(FilePath(uri)) else {
            throw StorageError.missing(path: uri)
        }
        return uri
    }

    static func candidate(
        _ uri: String, _ request: EvalRequest, _ options: RuntimeOptions, _ context: StageContext
    ) throws -> LoadedModel {
        let known = context.run.model
        var model = try LoadedModel(uri, request, options)
        if let name = context.modelName, model.reference.version == nil { model.name = name }
        let isOfRun = request.model == nil && !uri.hasPrefix(VersionReference.scheme)
        if isOfRun, let known, known.digest != model.reference.digest {
            throw EvaluationError.changedModel(
                expected: known.digest, found: model.reference.digest)
        }
        return model
    }
}
