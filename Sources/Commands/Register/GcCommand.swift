import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import RunDocument
import SystemPackage

/// What `mlx-register gc` does.
struct GcCommand: ToolCommand {
    static let examples = [
        Example("See what could be removed", "mlx-register gc --dry-run"),
        Example("Free what deleted versions of a model held", "mlx-register gc penguins"),
    ]

    static let configuration = CommandConfiguration(
        commandName: "gc",
        abstract: "Remove what no version needs.",
        discussion: """
            Blobs that nothing in the index leads to, manifests that speak of a version that is \
            gone, what a crash left, and the plain files of versions that are neither live nor \
            were live before. Who brings models in waits meanwhile. A damaged manifest stops it, \
            as what that one needs cannot be known.

            \(examples.discussion)
            """
    )

    @Argument(help: ArgumentHelp("Only these models.", valueName: "model"))
    var models: [String] = []

    @OptionGroup var registries: RegistriesOption

    @Flag(name: [.short, .long], help: "Only say what would be removed.")
    var dryRun = false

    @Option(
        help: ArgumentHelp(
            "How old unfinished files and unused copies must be.",
            valueName: "seconds"
        )
    )
    var litterAge = 3600.0

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        guard litterAge >= 0, litterAge <= 1e9 else {
            throw ValidationError("--litter-age is not between 0 and 1000000000 seconds")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        var reports: [JSONValue] = []
        let stores = try registries.stores(models, context.registries)
        // Those of the project that are elsewhere are left alone; one that was named is refused.
        for store in stores where !store.isMirror || !registries.registry.isEmpty {
            try Task.checkCancellation()
            let collection = try store.collect(
                litterOlderThan: .seconds(litterAge),
                isRehearsal: dryRun,
                context.commit(lock)
            )
            if json {
                var members = collection.json.objectValue ?? [:]
                members["registry"] = .string(store.registry)
                members["dryRun"] = .boolean(dryRun)
                reports.append(.object(members))
            } else {
                try context.output.write(text(collection, store))
            }
        }
        if json { try context.output.write(JSONValue.array(reports).canonicalText() + "\n") }
        return .success
    }

    private func text(_ collection: GarbageCollection, _ store: ModelStore) -> String {
        var lines: [String] = []
        let verb = dryRun ? "would remove" : "removed"
        if dryRun || options.verbose {
            lines += collection.referrers.map { "\(store.path): \(verb) the referrer \($0)" }
            lines += collection.blobs.map { "\(store.path): \(verb) the blob \($0)" }
            lines += collection.litter.map { "\(store.path): \(verb) '\($0)'" }
        }
        lines.append(
            "\(store.path): \(verb) \(collection.referrers.count) referrers, "
                + "\(collection.blobs.count) blobs, \(collection.litter.count) left over: "
                + "\(collection.bytes) bytes"
        )
        return lines.map { Diagnostics.printable($0) + "\n" }.joined()
    }
}
