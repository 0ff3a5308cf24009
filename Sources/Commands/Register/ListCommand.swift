import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register list` does.
struct ListCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the versions in a registry."
    )

    @Argument(help: ArgumentHelp("Only this model.", valueName: "model"))
    var model: String?

    @OptionGroup var registry: RegistryOption

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let root = registry.root(context.project)
        let models = try model.map { [try ModelName($0)] } ?? ModelStore.models(in: root)
        var reports: [VersionReport] = []
        for name in models {
            let store = ModelStore(root: root, model: name)
            if model != nil, !store.exists {
                throw RegistryError.unknownModel(name.description, registry: root.string)
            }
            reports += try store.versions().map { try VersionReport($0, store) }
        }
        try context.output.write(
            json
                ? JSONValue.array(reports.map(\.summary)).canonicalText() + "\n"
                : reports.isEmpty ? "" : Self.table(reports).text
        )
        return .success
    }

    private static func table(_ reports: [VersionReport]) -> TextTable {
        TextTable(
            header: ["MODEL", "VERSION", "TAGS", "CREATED", "METRICS", "DIGEST"],
            rows: reports.map { report in
                [
                    report.store.model.description, String(report.version.number),
                    report.version.tags.joined(separator: ","), report.version.createdAt ?? "",
                    report.headline, String(report.version.manifestDigest.description.prefix(19)),
                ]
            }
        )
    }
}
