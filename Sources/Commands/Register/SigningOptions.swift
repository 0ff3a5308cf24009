import ArgumentParser
import CommandLineTool
import Registry
import Signing

/// The key that a new version is signed with.
struct SigningOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "Sign the version with this private key, \"env:NAME\" or a file; by default the project's.",
            valueName: "key"
        )
    )
    var signKey: String?

    @Flag(help: "Do not sign the version, whatever the project says.")
    var noSign = false

    init() {}

    func validate() throws {
        if noSign && signKey != nil {
            throw ValidationError("--no-sign and --sign-key contradict each other")
        }
    }

    /// Nil if nothing is to be signed.
    func key(_ project: Project, _ environment: [String: String]) throws -> PrivateKey? {
        guard !noSign, let text = signKey ?? project.registry.signingKey else { return nil }
        return try PrivateKey(KeyReference(text), environment: environment)
    }
}

extension Policy {
    /// The project's, with its keys.
    init(_ policy: Project.Policy, environment: [String: String]) throws {
        try self.init(
            requirements: policy.requirements?.compactMap { Requirement(rawValue: $0.rawValue) },
            trust: policy.trust,
            approvers: policy.approvers,
            environment: environment
        )
    }
}
