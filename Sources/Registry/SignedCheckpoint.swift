import FileStorage
import FoundationEssentials
package import Signing

/// A checkpoint as transparency logs publish it, C2SP's `tlog-checkpoint` in a signed note.
///
/// ```
/// mlx-register/penguins                           the log
/// 42                                              its lines
/// <Base64>                                        the root of their Merkle tree (RFC 6962)
/// bytes 12345                                     for those who have `head` and `openssl`
/// sha256:<64 hex>
///
/// — mlx-register/penguins <Base64>
/// ```
extension AuditCheckpoint {
    private var origin: String { Self.prefix + model.description }

    private static let prefix = "mlx-register/"
    private static let sizeLabel = "bytes "

    private var text: String {
        """
        \(origin)
        \(records)
        \(Data(root.octets).base64EncodedString())
        \(Self.sizeLabel)\(bytes)
        \(digest)

        """
    }

    /// Signs the checkpoint.
    ///
    /// - Throws: `SigningError.cannotSign`.
    package func signed(by key: PrivateKey) throws(SigningError) -> SignedNote {
        try SignedNote(text, name: origin, signedBy: key)
    }

    /// Reads a checkpoint that one of the keys has signed.
    ///
    /// - Throws: `RegistryError.untrustedCheckpoint`, `.notCheckpoint`.
    package init(signed bytes: [UInt8], by keys: KeyRing, in source: String) throws(RegistryError) {
        let note: SignedNote
        let checkpoint: AuditCheckpoint
        do { note = try SignedNote(parsing: bytes) } catch {
            throw .notCheckpoint(path: source, reason: error.description)
        }
        checkpoint = try Self.read(note.text, in: source)
        var reason = "no key that is trusted has signed it"
        for entry in keys.entries {
            do {
                try note.verify(with: entry.key, name: checkpoint.origin)
                self = checkpoint
                return
            } catch .invalidSignature {
                reason = "the signature by '\(entry.name)' does not hold"
            } catch {}
        }
        throw .untrustedCheckpoint(path: source, reason: reason)
    }

    private static func read(_ text: [UInt8], in source: String) throws(RegistryError)
        -> AuditCheckpoint
    {
        let lines = String(decoding: text, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 6, lines[0].hasPrefix(prefix), lines[3].hasPrefix(sizeLabel),
            let model = try? ModelName(String(lines[0].dropFirst(prefix.count))),
            let records = Int(lines[1]), let bytes = Int(lines[3].dropFirst(sizeLabel.count)),
            records >= 0, bytes >= 0,
            let root = Data(base64Encoded: String(lines[2])).flatMap({ Digest(octets: Array($0)) }),
            let digest = Digest(String(lines[4]))
        else { throw .notCheckpoint(path: source, reason: "its text is another one") }
        let checkpoint = AuditCheckpoint(
            model: model, records: records, bytes: bytes, digest: digest, root: root)
        // A number can be written in more ways than one.
        guard Array(checkpoint.text.utf8) == text else {
            throw .notCheckpoint(path: source, reason: "its text is another one")
        }
        return checkpoint
    }
}
