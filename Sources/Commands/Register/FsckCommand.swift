import ArgumentParser
import CommandLineTool
import FileStorage
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register fsck` does.
struct FsckCommand: ToolCommand {
    static let examples = [
        Example("Check every byte of both registries", "mlx-register fsck"),
        Example(
            "Fetch what is damaged in production from testing",
            "mlx-register fsck --registry production --repair"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Check the registries, every byte of them.",
        discussion: """
            Blobs are hashed, indexes, manifests and the audit log are held against each other. \
            Signatures, approvals and statements must speak of the version that they are attached \
            to, and those by keys of the project's "registry.policy" must hold. \
            Everything that is wrong is named, with its file and line; what a crash may leave is \
            only noted. The exit status is 1 if something is damaged. "--repair" fetches blobs by \
            their digests from the other registry, writes again what other files repeat, and says \
            what it could not put right. It never guesses.

            \(examples.discussion)
            """
    )

    @Argument(help: ArgumentHelp("Only these models.", valueName: "model"))
    var models: [String] = []

    @OptionGroup var registries: RegistriesOption

    @Flag(help: "Put right what can be put right.")
    var repair = false

    @Option(
        help: ArgumentHelp(
            "Fetch good blobs from this registry too; it can be repeated.",
            valueName: "registry"
        )
    )
    var from: [String] = []

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        if !repair, !from.isEmpty { throw ValidationError("--from needs --repair") }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let progress = Progress("checking", unit: .bytes, context.diagnostics)
        defer { progress.finish() }
        var request = FsckRequest()
        request.lockTimeout = lock.timeout
        request.policy = try Policy(
            context.project.registry.policy, environment: context.environment)
        request.progress = { done, total in progress.update(done, of: total) }
        var reports: [FsckReport] = []
        for store in try registries.stores(models, context.registries) {
            try Task.checkCancellation()
            reports.append(
                repair && (!store.isMirror || !registries.registry.isEmpty)
                    ? try store.repair(
                        from: sources(store, context.registries), request, context.commit(lock))
                    : try store.fsck(request)
            )
        }

        let text = FsckText(reports)
        try context.output.write(json ? text.json.canonicalText() + "\n" : text.text)
        return reports.allSatisfy(\.isClean) ? .success : .negative
    }

    /// Where good copies may be: in the registry of the other stage, and where the user says.
    private func sources(_ store: ModelStore, _ registries: ProjectRegistries) throws
        -> [ModelStore]
    {
        let named = try from.map { try registries.named($0) }
        let others = try registries.stages.filter { $0.directory != store.root }
        return try (named + others).map { try $0.store(store.model) }
    }
}
