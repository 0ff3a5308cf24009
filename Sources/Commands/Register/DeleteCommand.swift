import ArgumentParser
import CommandLineTool
import FileStorage
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register delete` does.
struct DeleteCommand: ToolCommand {
    static let examples = [
        Example(
            "Delete a version that must not be kept, and its files",
            "mlx-register delete penguins@3 --reason 'trained on personal data' && mlx-register gc penguins"
        )
    ]

    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a version; its number is never given again.",
        discussion: """
            A version that "production", "previous" or an alias stands on is not deleted, neither \
            here nor from testing while it is live in production. "gc" frees the files.

            \(examples.discussion)
            """
    )

    @Argument(help: ArgumentHelp("The version, as penguins@3.", valueName: "model@version"))
    var version: String

    @Option(help: ArgumentHelp("Why; it is kept in the audit log.", valueName: "text"))
    var reason: String

    @OptionGroup var registry: RegistryOption
    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw ValidationError("--reason says nothing")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        guard let number = Tag.number(reference.version) else {
            throw RegistryError.invalidReference(version)
        }
        let store = try registry.store(reference.model, context)
        try store.requireModel()
        let others = try context.registries.stages.filter { $0.directory != store.root }
            .map { try $0.store(store.model) }
        try store.delete(
            number, reason: reason, unlessLiveIn: others, context.commit(lock))
        context.diagnostics.note(
            "\(reference) deleted from '\(store.registry)'"
                + (store.isMirror ? "" : "; gc frees its files"))
        return .success
    }
}
