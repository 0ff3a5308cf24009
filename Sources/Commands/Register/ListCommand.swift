import ArgumentParser
import CommandLineTool
import FileStorage
import ProjectRegistries
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register list` does.
struct ListCommand: ToolCommand {
    private static let examples = [
        Example("All versions of all models in the testing registry", "mlx-register list"),
        Example(
            "The versions of one model in production, for a program",
            "mlx-register list penguins --registry production --json"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the versions in a registry.",
        discussion: examples.discussion
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
        var listed: [(model: ModelName, versions: [VersionSummary])] = []
        for store in stores {
            if model != nil { try store.requireModel() }
            listed.append((store.model, try store.summaries()))
        }
        try context.output.write(json ? Self.json(listed) : Self.table(listed))
        return .success
    }

    private static func table(_ listed: [(model: ModelName, versions: [VersionSummary])]) -> String
    {
        guard listed.contains(where: { !$0.versions.isEmpty }) else { return "" }
        var table = TextTable(
            header: ["MODEL", "VERSION", "TAGS", "CREATED", "METRICS", "DIGEST"])
        for (model, versions) in listed {
            for version in versions { table.append(version, of: model.description) }
        }
        return table.text
    }

    private static func json(_ listed: [(model: ModelName, versions: [VersionSummary])]) -> String {
        let versions = listed.flatMap { listed in
            listed.versions.map { $0.json(of: listed.model.description) }
        }
        return JSONValue.array(versions).canonicalText() + "\n"
    }
}

extension TextTable {
    /// Adds the row of a version.
    fileprivate mutating func append(_ version: VersionSummary, of model: String) {
        append { $0 += model.utf8 }
        append { $0 += String(version.number).utf8 }
        append { $0 += version.tags.joined(separator: ",").utf8 }
        append { $0 += (version.createdAt ?? "").utf8 }
        append { text in
            for (place, metric) in version.metrics(first: 2).enumerated() {
                if place > 0 { text += ", ".utf8 }
                text += metric.name.utf8
                text.append(UInt8(ascii: " "))
                text += VersionText.number(metric.value).utf8
            }
        }
        append { text in
            text += "sha256:".utf8
            version.manifestDigest.appendHex(to: &text)
            // Twelve digits tell one from another.
            text.removeLast(64 - 12)
        }
    }
}

extension VersionSummary {
    fileprivate func json(of model: String) -> JSONValue {
        var members: JSONObject = [
            "model": .string(model),
            "version": .integer(Int64(number)),
            "tags": .array(tags.map(JSONValue.string)),
            "manifest": .string(manifestDigest.description),
            "digest": .string(modelDigest.description),
            "size": .integer(Int64(size)),
            "metrics": .object(
                Dictionary(metrics.map { ($0.name, .number($0.value)) }) { $1 }),
        ]
        members["createdAt"] = createdAt.map(JSONValue.string)
        return .object(members)
    }
}
