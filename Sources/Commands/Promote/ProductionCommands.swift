import ArgumentParser
import CommandLineTool
import Registry
import RunDocument
import SystemPackage

/// What is shown, and how.
struct ListingOptions: ParsableArguments, Sendable {
    @Option(help: ArgumentHelp("The registry.", valueName: "directory"))
    var production: String?

    @Flag(help: "Write JSON.")
    var json = false

    init() {}

    func root(_ project: Project) -> FilePath {
        FilePath(production ?? project.registry.production)
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
        let root = listing.root(context.project)
        let reports = try ModelStore.models(in: root).map { model in
            try ProductionReport(ModelStore(root: root, model: model))
        }
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
        let root = listing.root(context.project)
        let store = ModelStore(root: root, model: try ModelName(name))
        guard try store.exists else {
            throw RegistryError.unknownModel(name, registry: root.string)
        }
        let report = try ProductionReport(store)
        try context.output.write(listing.json ? report.json.canonicalText() + "\n" : report.text)
        return .success
    }
}
