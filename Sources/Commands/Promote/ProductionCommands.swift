import ArgumentParser
import CommandLineTool
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// What is shown, and how.
struct ListingOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The registry: a directory, \"s3://…\" or \"oci://…\"; by default the project's.",
            valueName: "registry")
    )
    var production: String?

    @Flag(help: "Write JSON.")
    var json = false

    init() {}

    func location(_ context: CommandContext) throws -> RegistryLocation {
        try ProjectRegistries(context.project, environment: context.environment)
            .production(production)
    }
}

/// What `mlx-promote list` does.
struct ListCommand: ToolCommand {
    private static let examples = [
        Example("See what is live", "mlx-promote list"),
        Example(
            "See which models went back to an older version",
            "mlx-promote list --json | jq -r '.[] | select(.previous > .production).model'"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the models in production.",
        discussion: """
            A line for each model of which a version was copied there: which one is live, which one \
            was before, since when and by whom.

            \(examples.discussion)
            """
    )

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reports = try listing.location(context).stores().map { try ProductionReport($0) }
        if listing.json {
            try context.output.write(JSONValue.array(reports.map(\.json)).canonicalText() + "\n")
        } else if !reports.isEmpty {
            let table = TextTable(
                header: ["MODEL", "PRODUCTION", "PREVIOUS", "SINCE", "BY"],
                rows: reports.map(\.row)
            )
            try context.output.write(table.text)
        }
        return .success
    }
}

/// What `mlx-promote show` does.
struct ShowCommand: ToolCommand {
    private static let examples = [
        Example("See what is live and how it came there", "mlx-promote show penguins"),
        Example(
            "Read the digest of the model that is live",
            "mlx-promote show penguins --json | jq -r .digest"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show which version of a model is live, and how it came there.",
        discussion: """
            The history tells promotions and ways back, also those that were refused or failed.

            \(examples.discussion)
            """
    )

    @Argument(help: ArgumentHelp("The model; by default the project's.", valueName: "model"))
    var model: String?

    @OptionGroup var listing: ListingOptions
    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        guard let name = model ?? context.project.model else { throw PromoteError.noModel }
        let store = try listing.location(context).store(ModelName(name))
        try store.requireModel()
        let report = try ProductionReport(store)
        try context.output.write(listing.json ? report.json.canonicalText() + "\n" : report.text)
        return .success
    }
}
