import ArgumentParser
import CommandLineTool
import FileStorage
import ProjectRegistries
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
        let location = try context.registries.named(registry.registry)
        let stores = try model.map { [try location.store(ModelName($0))] } ?? location.stores()
        var listed: [Row] = []
        for store in stores {
            if model != nil { try store.requireModel() }
            let summaries = try store.summaries()
            listed.reserveCapacity(listed.count + summaries.count)
            for summary in summaries { listed.append(Row(model: store.model, version: summary)) }
        }
        try context.output.write(
            json
                ? JSONValue.array(listed.map(\.json)).canonicalText() + "\n"
                : listed.isEmpty ? "" : Self.table(listed).text
        )
        return .success
    }

    private static func table(_ rows: [Row]) -> TextTable {
        TextTable(
            header: ["MODEL", "VERSION", "TAGS", "CREATED", "METRICS", "DIGEST"],
            rows: rows.map(\.cells)
        )
    }
}

/// A version in the list.
private struct Row {
    let model: ModelName
    let version: VersionSummary

    var cells: [String] {
        [
            model.description, String(version.number), version.tags.joined(separator: ","),
            version.createdAt ?? "",
            version.metrics.prefix(2).map { $0.name + " " + VersionText.number($0.value) }
                .joined(separator: ", "),
            "sha256:" + version.manifestDigest.hex.prefix(12),
        ]
    }

    var json: JSONValue {
        var members: JSONObject = [
            "model": .string(model.description),
            "version": .integer(Int64(version.number)),
            "tags": .array(version.tags.map(JSONValue.string)),
            "manifest": .string(version.manifestDigest.description),
            "digest": .string(version.modelDigest),
            "size": .integer(Int64(version.size)),
            "metrics": .object(
                Dictionary(version.metrics.map { ($0.name, .number($0.value)) }) { $1 }),
        ]
        members["createdAt"] = version.createdAt.map(JSONValue.string)
        return .object(members)
    }
}
