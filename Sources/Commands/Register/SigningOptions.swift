import ArgumentParser
import CommandLineTool
import Registry
import Signing

/// Whether a new version is signed, and with which key.
struct SigningOptions: ParsableArguments, Sendable {
    @OptionGroup var signing: SigningKeyOption

    @Flag(help: "Do not sign the version, whatever the project says.")
    var noSign = false

    init() {}

    func validate() throws {
        if noSign && signing.signKey != nil {
            throw ValidationError("--no-sign and --sign-key contradict each other")
        }
    }

    /// Nil if nothing is to be signed.
    func key(_ project: Project, _ environment: [String: String]) throws -> PrivateKey? {
        noSign ? nil : try signing.key(project, environment)
    }
}
