import ArgumentParser
import CommandLineTool
import FileStorage
import Registry
import Signing
import SystemPackage

/// Checkpoints of an audit log that somebody has signed: one to write, and one to compare with.
struct CheckpointOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "A signed checkpoint with which the log must begin.", valueName: "file"))
    var sinceSigned: String?

    @Option(
        help: ArgumentHelp(
            "The public key for \"--since-signed\", \"env:NAME\" or a PEM file; by default those "
                + "that the project trusts.",
            valueName: "key"
        )
    )
    var key: String?

    @Option(help: ArgumentHelp("Write the checkpoint to this file, signed.", valueName: "file"))
    var signCheckpoint: String?

    @OptionGroup var signing: SigningKeyOption

    init() {}

    func validate() throws {
        if key != nil, sinceSigned == nil { throw ValidationError("--key needs --since-signed") }
        if signing.signKey != nil, signCheckpoint == nil {
            throw ValidationError("--sign-key needs --sign-checkpoint")
        }
    }

    /// Nil if nothing is to be signed.
    func signer(_ project: Project, _ environment: [String: String]) throws -> PrivateKey? {
        guard signCheckpoint != nil else { return nil }
        guard let key = try signing.key(project, environment) else {
            throw RegisterError.noKey(option: "--sign-key")
        }
        return key
    }

    func write(_ checkpoint: AuditCheckpoint, signedBy key: PrivateKey) throws {
        guard let signCheckpoint else { return }
        try Files.replace(FilePath(signCheckpoint), with: checkpoint.signed(by: key).bytes)
    }

    /// The signed checkpoint with which the log must begin.
    func earlier(_ project: Project, _ environment: [String: String]) throws -> AuditCheckpoint? {
        guard let sinceSigned else { return nil }
        var keys = KeyRing()
        for text in key.map({ [$0] }) ?? project.registry.policy.trust {
            keys.add(try PublicKey(KeyReference(text), environment: environment), as: text)
        }
        guard !keys.isEmpty else { throw RegisterError.noTrustedKey }
        let bytes = try Files.read(FilePath(sinceSigned), limit: SignedNote.maximumSize)
        return try AuditCheckpoint(signed: bytes, by: keys, in: sinceSigned)
    }
}
