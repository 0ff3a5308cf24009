import ArgumentParser
import CommandLineTool
import FoundationEssentials
import Registry
import RunDocument
import Signing

/// What `mlx-register sign` does.
struct SignCommand: ToolCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a version with a key.",
        discussion: """
            The signature is one of OpenSSF Model Signing v1.0 over the digests of the version's \
            files, in a Sigstore bundle that is attached to the version's manifest. \
            'model_signing verify key' checks it too. A version that the key has signed already \
            is left as it is.

            \(examples.discussion)
            """
    )

    private static let examples = [
        Example(
            "Make a key and sign with it",
            "openssl ecparam -name prime256v1 -genkey -noout -out key.pem && "
                + "mlx-register sign penguins@3 --key key.pem"
        ),
        Example(
            "Sign with a key that the CI system keeps",
            "mlx-register sign penguins@3 --key env:MLX_SIGNING_KEY"),
    ]

    @Argument(
        help: ArgumentHelp(
            "The version, as penguins@3; without one the newest.", valueName: "model@version"))
    var version: String

    @Option(
        help: ArgumentHelp(
            "The private key, \"env:NAME\" or a PEM file: P-256, P-384 or P-521; by default the project's.",
            valueName: "key"
        )
    )
    var key: String?

    @OptionGroup var registry: RegistryOption
    @OptionGroup var lock: LockOptions
    @OptionGroup var options: CommonOptions

    func perform(_ context: CommandContext) async throws -> ExitStatus {
        let reference = try VersionReference(version)
        guard let text = key ?? context.project.registry.signingKey else {
            throw RegisterError.noKey(option: "--key")
        }
        let key = try PrivateKey(KeyReference(text), environment: context.environment)
        let store = try registry.store(reference.model, context)
        let version = try store.require(reference.version)
        let isNew = try store.sign(version, with: key, context.commit(lock))
        let name = "\(reference.model)@\(version.number)"
        context.diagnostics.note(
            isNew ? "\(name) is signed" : "\(name) has a signature by this key already")
        return .success
    }
}
