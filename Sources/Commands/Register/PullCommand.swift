import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage

/// What `mlx-register pull` does.
struct PullCommand: ToolCommand {
    static let examples = [
        Example(
            "Take a version over into the testing registry",
            "mlx-register pull oci://registry.example.com/models penguins@3"
        ),
        Example("Take the newest one", "mlx-register pull s3://models/testing penguins"),
    ]

    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Take a version from a registry elsewhere.",
        discussion: """
            Every byte is checked against its digest before the version is listed, under the \
            number that it has there, with all that is said of it. A transfer that broke off goes \
            on where it was. A number that stands for another model here is refused, and so are \
            files whose names lead out of the model, and files of formats \
            that are not known to do no harm.

            \(examples.discussion)
            """
    )

    @OptionGroup var remote: RemoteArgument

    @Argument(
        help: ArgumentHelp(
            "The version there, as penguins@3 or penguins@production; without one the newest.",
            valueName: "model@version"
        )
    )
    var version: String

    @OptionGroup var registry: RegistryOption

    @Flag(help: "Accept pickles and files of unknown formats: loading them may run code.")
    var allowUnsafe = false

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        let store = try registry.store(reference.model, context)
        let source = try remote.url().open(store.model, environment: context.environment)
        let progress = Progress("receiving", unit: .bytes, context.diagnostics)
        defer { progress.finish() }
        let report = try store.pull(
            reference.version, from: source, allowUnsafe: allowUnsafe,
            context.commit(lock)
        ) { progress.update($0, of: $1) }
        progress.finish()
        let text =
            "\(store.model)@\(report.version.number) "
            + (report.isNew
                ? "taken into '\(store.registry)': \(report.received) blobs, \(report.bytes) bytes"
                : "is in '\(store.registry)' already")
        try context.output.write(
            json ? report.json(source.name, store).canonicalText() + "\n" : "\(text)\n")
        return .success
    }
}

extension PullReport {
    fileprivate func json(_ remote: String, _ store: ModelStore) -> JSONValue {
        [
            "remote": .string(remote),
            "registry": .string(store.registry),
            "version": .integer(Int64(version.number)),
            "manifest": .string(version.manifestDigest.description),
            "digest": .string(version.modelDigest),
            "outcome": .string(isNew ? "pulled" : "unchanged"),
            "blobs": .integer(Int64(received)),
            "bytes": .integer(Int64(bytes)),
        ]
    }
}
