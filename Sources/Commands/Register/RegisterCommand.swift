package import ArgumentParser
package import CommandLineTool
import FileStorage
import FoundationEssentials
import Model
import Registry
import RunDocument
import SystemPackage

package struct RegisterCommand: StageCommand, RootCommand {
    package static let stage = "register"

    package static let examples = [
        Example(
            "Register what a run trained and evaluated",
            "mlx-train | mlx-eval | mlx-register | mlx-notify"
        ),
        Example(
            "Register a model directory by hand",
            "mlx-register --no-input --model penguins --model-directory model"
        ),
        Example("See what there is to a version", "mlx-register show penguins@3"),
    ]

    package static let configuration = CommandConfiguration(
        commandName: "mlx-register",
        abstract: "Store a model as the next version in the testing registry.",
        discussion: """
            The model that the run document names is copied into an OCI image layout, one for \
            each model, where any OCI tool can read it; the document is stored beside it. The \
            same files get the same version again, and the new run is attached to it. A run that \
            failed and a model that changed since it was evaluated are refused.

            \(examples.discussion)
            """,
        subcommands: [ListCommand.self, ShowCommand.self]
    )

    @Option(help: "The model's name; by default the document's, then the project's.")
    package var model: String?

    @Option(
        help: ArgumentHelp(
            "The registry: \"testing\", \"production\" or a directory.",
            valueName: "registry"
        )
    )
    package var registry = "testing"

    @Option(
        help: ArgumentHelp(
            "The directory to store; by default the one that the document names.",
            valueName: "directory"
        )
    )
    package var modelDirectory: String?

    @Option(help: ArgumentHelp("Refuse a model with another digest.", valueName: "digest"))
    package var expect: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("The version to give; by default the next one.", valueName: "version")
    )
    package var number: Int?

    @Flag(help: "Give a new version to content that has one.")
    package var forceNew = false

    @Flag(help: "Accept pickle, joblib and PyTorch files: loading them runs code.")
    package var allowUnsafe = false

    @OptionGroup package var lock: LockOptions
    @OptionGroup package var options: StageOptions

    package init() {}

    package func validate() throws {
        if let number, number < 1 { throw ValidationError("--as is not a version: \(number)") }
        if let expect, Digest(expect) == nil {
            throw ValidationError(
                "--expect is not 'sha256:' and 64 hexadecimal digits: '\(expect)'"
            )
        }
    }

    package func perform(_ context: inout StageContext) async throws -> StageOutcome {
        let source = try source(context)
        let store = ModelStore(
            root: RegistryChoice(registry).root(context.project),
            model: try name(source, context)
        )
        context.run.metadata.model = store.model.description
        let evaluated = context.run.model?.digest
        let registration = try register(source, in: store, &context)
        let version = registration.version
        let reference = VersionReference(model: store.model, version: version.number)
        context.run.model?.uri = reference.uri
        context.run.model?.version = version.number
        context.diagnostics.note(
            "\(reference) \(registration.outcome.words) in '\(store.root)'"
        )
        return RegistrationReport(registration, store, evaluated: evaluated ?? expect).outcome
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
        let commit = CommitOptions(
            context: AuditContext(
                tool: "mlx-register",
                time: context.now.timestamp,
                environment: context.environment
            ),
            lockTimeout: lock.timeout
        )
        switch source {
        case .registered(let reference):
            let digest = context.run.model?.digest
            let known = try store.versions().last { $0.modelDigest == digest }
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
        let metadata = try? ModelDirectory(loading: directory).metadata
        return ModelReference(
            uri: directory.string,
            digest: try TreeDigest.of(directory: directory).description,
            format: metadata?.format ?? "unknown"
        )
    }
}
