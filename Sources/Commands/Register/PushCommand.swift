import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import Remotes
import RunDocument
import SystemPackage

/// What `mlx-register push` does.
struct PushCommand: ToolCommand {
    static let examples = [
        Example(
            "Send a version to an OCI registry",
            "mlx-register push penguins@3 oci://registry.example.com/models"
        ),
        Example(
            "Let a tag stand on it there",
            "mlx-register push penguins@3 s3://models/testing --tag candidate"
        ),
        Example(
            "Record in MLflow where it lies",
            "mlx-register push penguins@3 mlflow://mlflow.example.com --source s3://models/testing"
        ),
    ]

    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Send a version to a registry elsewhere.",
        discussion: """
            The version goes with its manifest unchanged and with all that is said of it; what is \
            there already is not sent again. Credentials for an OCI registry are those of 'docker \
            login' and 'podman login'; for S3 they come from the AWS_ variables or from \
            ~/.aws/credentials. MLflow's registry holds no models: it is told where --source has the \
            version, its digest and its tags, which are aliases there. Plain HTTP is spoken to \
            this machine only.

            \(examples.discussion)
            """
    )

    @Argument(
        help: ArgumentHelp("The version, as penguins@3.", valueName: "model@version")
    )
    var version: String

    @OptionGroup var remote: RemoteArgument

    @OptionGroup var registry: RegistryOption

    @Option(
        name: .customLong("tag"),
        help: ArgumentHelp(
            "A word that is to stand on the version there, moved if need be; can be repeated.",
            valueName: "word"
        )
    )
    var tags: [String] = []

    @Option(
        help: ArgumentHelp(
            "A repository of the same OCI registry from which blobs can be taken.",
            valueName: "repository"
        )
    )
    var mountFrom: String?

    @Option(
        help: ArgumentHelp(
            "The registry that holds the version, where the remote is MLflow's.",
            valueName: "remote"
        )
    )
    var source: String?

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func validate() throws {
        for tag in tags
        where !Tag.isAlias(tag) && tag != Tag.production && tag != Tag.previous {
            throw ValidationError(
                "--tag is not letters, digits, '.', '_' and '-', or means something already: '\(tag)'"
            )
        }
        if let mountFrom, !RemoteURL.isRepository(mountFrom) {
            throw ValidationError("--mount-from is not a repository: '\(mountFrom)'")
        }
    }

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        let store = try registry.store(reference.model, context)
        let version = try store.require(reference.version)
        let url = try remote.url()
        if mountFrom != nil, !url.hasRepositories {
            throw ValidationError("--mount-from is for a remote that begins with oci://")
        }
        if case .mlflow(let host) = url {
            return try record(version, store, host, context)
        }
        guard source == nil else {
            throw ValidationError("--source is for a remote that begins with mlflow://")
        }
        let target = try url.open(
            store.model, mountSource: mountFrom, environment: context.environment)
        let progress = Progress("sending", unit: .bytes, context.diagnostics)
        defer { progress.finish() }
        let report = try store.push(
            version, to: target, tags: tags, context.commit(lock)
        ) { progress.update($0, of: $1) }
        progress.finish()
        let text =
            "\(store.model)@\(version.number) "
            + (report.isNew
                ? "sent to \(target.name): \(report.sent) blobs, \(report.bytes) bytes"
                : "is in \(target.name) already")
        try context.output.write(
            json ? report.json(target.name).canonicalText() + "\n" : "\(text)\n")
        return .success
    }

    private func record(
        _ version: RegisteredVersion, _ store: ModelStore, _ host: String,
        _ context: CommandContext
    ) throws -> ExitStatus {
        guard let source else {
            throw ValidationError("MLflow holds no models: say with --source what does")
        }
        let holder = try RemoteURL(source).open(store.model, environment: context.environment)
        let registry = try MLflowRegistry(host: host, environment: context.environment)
        let result = try store.record(
            version, in: registry, at: holder, aliases: tags, context.commit(lock))
        let outcome = result.isNew ? "recorded" : "unchanged"
        let report: JSONValue = [
            "remote": .string(registry.name),
            "version": .integer(Int64(version.number)),
            "manifest": .string(version.manifestDigest.description),
            "outcome": .string(outcome),
            "recordedVersion": .string(result.number),
            "source": .string(holder.location(of: version.manifestDigest)),
        ]
        let verb = result.isNew ? "recorded" : "known"
        try context.output.write(
            json
                ? report.canonicalText() + "\n"
                : "\(store.model)@\(version.number) \(verb) in \(registry.name) as version \(result.number)\n"
        )
        return .success
    }
}

extension PushReport {
    fileprivate func json(_ remote: String) -> JSONValue {
        [
            "remote": .string(remote),
            "version": .integer(Int64(version.number)),
            "manifest": .string(version.manifestDigest.description),
            "outcome": .string(isNew ? "pushed" : "unchanged"),
            "blobs": .integer(Int64(sent)),
            "bytes": .integer(Int64(bytes)),
        ]
    }
}
