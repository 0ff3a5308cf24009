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
            "The registry: a directory, \"s3://…\" or \"oci://…\".", valueName: "registry")
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
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the models in production."
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
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show which version of a model is live, and how it came there."
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
