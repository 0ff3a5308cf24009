import ArgumentParser
import CommandLineTool
import ProjectRegistries
import Registry
import RunDocument

/// What `mlx-register show` does.
struct ShowCommand: ToolCommand {
    private static let examples = [
        Example("See what there is to a version", "mlx-register show penguins@3"),
        Example(
            "See what is live, with the history of that version in production",
            "mlx-register show penguins@production --registry production"
        ),
        Example(
            "Read one metric of it", "mlx-register show penguins@3 --json | jq .metrics.accuracy"),
    ]

    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a version: metrics, origin, files, signatures and history.",
        discussion: """
            The metrics and checks are those of the newest evaluation. What is shown is not \
            verified byte by byte: 'mlx-register verify' does that.

            \(examples.discussion)
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3 or penguins@production; without one the newest.",
            valueName: "model@version"
        )
    )
    var version: String

    @OptionGroup var registry: RegistryOption

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        let store = try registry.store(reference.model, context)
        let version = try store.require(reference.version)
        var report = try VersionReport(version, store)
        let history = try store.history(of: version.number)
        // Without its keys the project can still say what there is.
        let policy = try? Policy(
            context.project.registry.policy, environment: context.environment)
        report.attestations = try store.attestations(of: version, policy ?? Policy())
        report.provenance = try store.provenance(of: version)
        try context.output.write(
            json
                ? report.details(history: history).canonicalText() + "\n"
                : VersionText(report, history: history).text
        )
        return .success
    }
}
