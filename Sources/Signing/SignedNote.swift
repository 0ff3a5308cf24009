import FoundationEssentials

/// A text with signatures below it, by C2SP's `signed-note`: what transparency logs write.
///
/// ```
/// text, any number of lines
///
/// — key-name Base64(key ID, 4 bytes, and the signature)
/// ```
///
/// The signatures are those of type 2, ECDSA in DER over the text.
package struct SignedNote: Hashable, Sendable {
    private struct Signature: Hashable {
        let name: String
        /// The key's ID.
        let key: [UInt8]
        let bytes: [UInt8]
    }

    package static let maximumSize = 1 << 16
    private static let dash = "\u{2014} "

    /// What is signed: whole lines, each with its newline.
    package let text: [UInt8]
    private let signatures: [Signature]

    /// Signs a text.
    ///
    /// - Parameters:
    ///   - text: lines without control characters, of which the last ends with a newline.
    ///   - name: what the key is called; without spaces and `+`.
    /// - Throws: `SigningError.cannotSign`.
    package init(_ text: String, name: String, signedBy key: PrivateKey) throws(SigningError) {
        self.text = Array(text.utf8)
        signatures = [
            Signature(name: name, key: key.publicKey.noteID, bytes: try key.sign(self.text))
        ]
    }

    /// Reads a note; nothing in it counts before `verify`.
    ///
    /// - Throws: `SigningError.malformedNote`.
    package init(parsing bytes: [UInt8]) throws(SigningError) {
        guard bytes.count <= Self.maximumSize else { throw .malformedNote(reason: "too large") }
        let newline = UInt8(ascii: "\n")
        guard String(validating: bytes, as: UTF8.self) != nil,
            bytes.allSatisfy({ $0 >= 0x20 || $0 == newline })
        else { throw .malformedNote(reason: "it is not plain text") }
        guard
            let end = bytes.indices.dropLast().last(where: {
                bytes[$0] == newline && bytes[$0 + 1] == newline
            }), bytes.last == newline
        else { throw .malformedNote(reason: "it has no signatures below its text") }
        text = Array(bytes[...end])
        var signatures: [Signature] = []
        for line in bytes[(end + 2)...].dropLast().split(
            separator: newline, omittingEmptySubsequences: false)
        {
            signatures.append(try Self.signature(String(decoding: line, as: UTF8.self)))
        }
        self.signatures = signatures
    }

    private static func signature(_ line: String) throws(SigningError) -> Signature {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard line.hasPrefix(dash), parts.count == 3, !parts[1].isEmpty,
            let bytes = Data(base64Encoded: String(parts[2])), bytes.count > 4,
            // In its one canonical spelling (RFC 4648, section 3.5).
            bytes.base64EncodedString().utf8.elementsEqual(parts[2].utf8)
        else { throw .malformedNote(reason: "a line below its text is no signature") }
        return Signature(
            name: String(parts[1]), key: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }

    package var bytes: [UInt8] {
        text + [UInt8(ascii: "\n")]
            + signatures.flatMap { signature in
                let digits = Data(signature.key + signature.bytes).base64EncodedString()
                return Array("\(Self.dash)\(signature.name) \(digits)\n".utf8)
            }
    }

    /// Checks that a key has signed the text.
    ///
    /// - Parameter name: what the key is called.
    /// - Throws: `SigningError.unsignedNote`, or `.invalidSignature` for a text that was changed.
    package func verify(with key: PublicKey, name: String) throws(SigningError) {
        let own = signatures.filter { $0.key == key.noteID && $0.name == name }
        guard !own.isEmpty else { throw .unsignedNote }
        guard own.allSatisfy({ key.accepts($0.bytes, of: text) }) else { throw .invalidSignature }
    }
}
