import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register import` does.
struct ImportCommand: ToolCommand {
    static let examples = [
        Example(
            "Take over what skopeo fetched",
            "skopeo copy docker://registry.example.com/penguins:3 oci:fetched:3 && mlx-register import fetched:3"
        ),
        Example(
            "Store a model of somebody else's under another name",
            "mlx-register import layout --model birds"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take a model over from an OCI image layout.",
        discussion: """
            The manifest must be that of a model by the ModelPack specification, its files \
            neither packed nor compressed. Its bytes and its digest stay what they are; it gets \
            the next version here. Every path and every digest is checked. What the layout says \
            of the model, as signatures, comes along.

            \(examples.discussion)
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The layout's directory, and which of its manifests if it has several.",
            valueName: "layout[:tag]"
        )
    )
    var layout: String

    @Option(help: "The model's name here; by default the one in its configuration.")
    var model: String?

    @OptionGroup var registry: RegistryOption

    @Option(help: ArgumentHelp("The version to give instead of the next one.", valueName: "number"))
    var modelVersion: Int?

    @Flag(help: "Give a new version to content that has one.")
    var forceNew = false

    @Flag(help: "Accept pickles and files of unknown formats: loading them may run code.")
    var allowUnsafe = false

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        if let modelVersion, modelVersion < 1 {
            throw ValidationError("--model-version is not a positive number: '\(modelVersion)'")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let source = try ImportSource(layout)
        guard let name = try model.map({ try ModelName($0) }) ?? source.name else {
            throw RegistryError.unnamedModel(source: layout)
        }
        let store = try registry.store(name, context)
        var request = ImportRequest(source)
        request.version = modelVersion
        request.forceNew = forceNew
        request.allowUnsafe = allowUnsafe
        let report = try store.importModel(request, context.commit(lock))
        context.diagnostics.note(
            "\(name)@\(report.version.number) \(Self.words(report)) in '\(store.registry)'")
        if json { try context.output.write(document(report, store).canonicalText() + "\n") }
        return .success
    }

    private static func words(_ report: ImportReport) -> String {
        switch report.outcome {
        case .created: "imported, with \(report.referrers) referrers,"
        case .attached: "is imported; \(report.referrers) referrers are new"
        case .unchanged: "is imported already"
        }
    }

    private func document(_ report: ImportReport, _ store: ModelStore) -> JSONValue {
        [
            "model": .string(store.model.description),
            "registry": .string(store.registry),
            "version": .integer(Int64(report.version.number)),
            "manifest": .string(report.version.manifestDigest.description),
            "digest": .string(report.version.modelDigest),
            "outcome": .string(report.outcome.rawValue),
            "referrers": .integer(Int64(report.referrers)),
        ]
    }
}
