import ArgumentParser
import CommandLineTool
import FileStorage
import FoundationEssentials
import Model
import Registry
import RunDocument
import Signing
import SystemPackage

/// What `mlx-register add` does: the stage of the pipe.
struct AddCommand: StageCommand {
    static let stage = "register"
    /// Who is to approve of a model must be able to find it.
    static let runsBeforeApproval = true

    private static let examples = [
        Example("Register what a run trained", "mlx-train | mlx-register add --out run.json"),
        Example(
            "Register a directory that no run has made",
            "mlx-register add --no-input --model penguins --model-directory model"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Store a model as the next version.",
        discussion: """
            It is what mlx-register does when no subcommand is named.

            \(examples.discussion)
            """
    )

    @Option(help: "The model's name; by default the document's, then the project's.")
    var model: String?

    @OptionGroup var registry: RegistryOption

    @Option(
        help: ArgumentHelp(
            "The directory to store; by default the one that the document names.",
            valueName: "directory"
        )
    )
    var modelDirectory: String?

    @Option(help: ArgumentHelp("Refuse a model with another digest.", valueName: "digest"))
    var expect: String?

    /// `--version` without a value asks for the tool's own version, as it does everywhere.
    @Option(
        name: [.customLong("model-version"), .customLong("version")],
        defaultAsFlag: "",
        help: ArgumentHelp("The version to give instead of the next one.", valueName: "number")
    )
    var modelVersion: String?

    @Flag(help: "Give a new version to content that has one.")
    var forceNew = false

    @Flag(help: "Accept pickles and files of unknown formats: loading them may run code.")
    var allowUnsafe = false

    @OptionGroup var signing: SigningOptions
    @OptionGroup var lock: LockOptions
    @OptionGroup var options: StageOptions

    private var number: Int? { modelVersion.flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } }

    func validate() throws {
        if modelVersion == "" { throw CleanExit.message(ToolVersion.current) }
        if let modelVersion, number == nil {
            throw ValidationError("--model-version is not a positive number: '\(modelVersion)'")
        }
        if let expect, Digest(expect) == nil {
            throw ValidationError(
                "--expect is not 'sha256:' and 64 hexadecimal digits: '\(expect)'"
            )
        }
    }

    func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let source = try source(context)
        let store = try registry.store(try name(source, context), context)
        context.run.metadata.model = store.model.description
        let evaluated = context.run.model?.digest
        // A key that cannot be read is found out before anything is registered.
        let key = try signing.key(context.project, context.environment)
        let registration = try register(source, in: store, &context)
        let version = registration.version
        let reference = VersionReference(model: store.model, version: version.number)
        context.run.model?.uri = reference.uri
        context.run.model?.version = version.number
        context.diagnostics.note(
            "\(reference) \(registration.outcome.words) in '\(store.registry)'"
        )
        let report = RegistrationReport(registration, store, evaluated: evaluated ?? expect)
        guard let key else { return report.outcome }
        let isNew = try store.sign(version, with: key, context.commit(lock))
        return report.signed(by: key.publicKey, isNew: isNew)
    }

    /// What is to be registered.
    private enum Source {
        case directory(FilePath)
        /// It is registered already: this run tested it again.
        case registered(VersionReference)
    }

    private func source(_ context: StageContext) throws -> Source {
        if let modelDirectory { return .directory(FilePath(modelDirectory)) }
        guard let uri = context.run.model?.uri else { throw RegisterError.noModel }
        if uri.hasPrefix(VersionReference.scheme) { return .registered(try VersionReference(uri)) }
        return .directory(FilePath(uri.hasPrefix("file://") ? String(uri.dropFirst(7)) : uri))
    }

    private func name(_ source: Source, _ context: StageContext) throws -> ModelName {
        if let model { return try ModelName(model) }
        if case .registered(let reference) = source { return reference.model }
        guard let name = context.modelName else { throw RegisterError.noName }
        return try ModelName(name)
    }

    private func register(
        _ source: Source,
        in store: ModelStore,
        _ context: inout StageContext
    ) throws -> Registration {
        let commit = context.commit(lock)
        switch source {
        case .registered(let reference):
            let known = try context.run.model.flatMap { try store.version(of: $0.digest) }
            let version = try known ?? store.require(reference.version)
            return try store.attach(context.run, to: version, commit)
        case .directory(let directory):
            if context.run.model == nil || modelDirectory != nil {
                context.run.model = try describe(directory, context.run.model)
            }
            var request = RegistrationRequest(directory: directory, run: context.run)
            request.expectedDigest = expect
            request.version = number
            request.forceNew = forceNew
            request.allowUnsafe = allowUnsafe
            return try store.register(request, commit)
        }
    }

    /// A reference to a directory that the document does not know of.
    private func describe(_ directory: FilePath, _ known: ModelReference?) throws
        -> ModelReference
    {
        if var known {
            known.uri = directory.string
            return known
        }
        // Models of other flavors may be stored too, but not what is no model at all.
        guard Files.exists(directory.appending(ModelDirectory.metadataFile)) else {
            throw ModelError.notAModel(
                path: directory.string, reason: "it has no \(ModelDirectory.metadataFile) file")
        }
        let metadata = try? ModelDirectory(loading: directory).metadata
        return ModelReference(
            uri: directory.string,
            digest: try TreeDigest.of(directory: directory).description,
            format: metadata?.format ?? "unknown"
        )
    }
}
