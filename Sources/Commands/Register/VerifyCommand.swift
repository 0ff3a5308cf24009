import ArgumentParser
import CommandLineTool
import ProjectRegistries
import Registry
import RunDocument
import Signing

/// What `mlx-register verify` does.
struct VerifyCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every file, signature and approval of a version.",
        discussion: """
            The exit status is 65 if a byte of the version or of what is attached to it has \
            changed, 1 if a signature or an approval is not what it claims to be or one that \
            --key or the project's policy asks for is missing, and 0 otherwise.

            \(examples.discussion)
            """
    )

    private static let examples = [
        Example(
            "Check the signature by a certain key", "mlx-register verify penguins@3 --key ci.pub"),
        Example(
            "Check the signature with the reference implementation too",
            "mlx-register verify penguins@3 --json | jq -r '.attestations[].bundle'"
        ),
        Example(
            "Check what is live",
            "mlx-register verify penguins@production --registry production --json"),
    ]

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3 or penguins@production; without one the newest.",
            valueName: "model@version"
        )
    )
    var version: String

    @Option(
        help: ArgumentHelp(
            "Ask for a signature by this public key, \"env:NAME\" or a PEM file.",
            valueName: "key"
        )
    )
    var key: String?

    @Flag(help: "Write JSON.")
    var json = false

    @OptionGroup var registry: RegistryOption
    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        var policy = try Policy(
            context.project.registry.policy, environment: context.environment)
        if let key {
            policy.trust = KeyRing()
            policy.trust.add(
                try PublicKey(KeyReference(key), environment: context.environment), as: key)
            policy.requirements.insert(.signature)
        }
        let store = try registry.store(reference.model, context)
        let version = try store.require(reference.version)
        let result = try store.examine(version, policy)
        let report = VerificationReport(
            name: "\(reference.model)@\(version.number)", version: version, result: result)
        try context.output.write(json ? report.json.canonicalText() + "\n" : report.text)
        return report.status
    }
}
