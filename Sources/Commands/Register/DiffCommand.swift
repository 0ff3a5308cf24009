import ArgumentParser
import CommandLineTool
import ProjectRegistries
import Registry
import RunDocument

/// What `mlx-register diff` does.
struct DiffCommand: ToolCommand {
    static let examples = [
        Example("Compare two versions", "mlx-register diff penguins@3 penguins@4"),
        Example(
            "Compare what is live with the newest", "mlx-register diff penguins@production penguins"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare two versions: metrics, parameters, data, code and files.",
        discussion: """
            The exit status is 0 whatever differs. "production" and "previous" are looked up in \
            the production registry unless "--registry" names one.

            \(examples.discussion)
            """
    )

    @Argument(help: ArgumentHelp("The one version.", valueName: "model@version"))
    var old: String

    @Argument(help: ArgumentHelp("The other.", valueName: "model@version"))
    var new: String

    @Option(
        help: ArgumentHelp(
            "The registry of both: \(RegistryOption.words).",
            valueName: "registry"
        )
    )
    var registry: String?

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let (oldStore, oldVersion) = try find(old, context.registries)
        let (newStore, newVersion) = try find(new, context.registries)
        let difference = try VersionDifference(
            oldVersion, in: oldStore, newVersion, in: newStore)
        try context.output.write(
            json
                ? difference.json.canonicalText() + "\n"
                : DifferenceText(
                    difference,
                    old: "\(oldStore.model)@\(oldVersion.number)",
                    new: "\(newStore.model)@\(newVersion.number)"
                ).text
        )
        return .success
    }

    private func find(_ text: String, _ registries: ProjectRegistries) throws
        -> (ModelStore, RegisteredVersion)
    {
        let reference = try VersionReference(text)
        let isLive = [Tag.production, Tag.previous].contains(reference.version)
        let name = registry ?? (isLive ? "production" : "testing")
        let store = try registries.named(name).store(reference.model)
        return (store, try store.require(reference.version))
    }
}
