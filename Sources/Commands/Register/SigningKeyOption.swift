import ArgumentParser
import CommandLineTool
import Signing

/// The private key that a command signs with, beside what else it does.
struct SigningKeyOption: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Sign with this private key, \"env:NAME\" or a PEM file; by default the project's.",
            valueName: "key"
        )
    )
    var signKey: String?

    init() {}

    /// Nil if neither the user nor the project names one.
    func key(_ project: Project, _ environment: [String: String]) throws -> PrivateKey? {
        try (signKey ?? project.registry.signingKey).map {
            try PrivateKey(KeyReference($0), environment: environment)
        }
    }
}
