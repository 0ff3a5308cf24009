import Crypto
import FileStorage
import FoundationEssentials
import RunDocument

/// A key that signatures are checked with: ECDSA on one of NIST's curves.
///
/// The digest goes with the curve, as in model_signing: SHA-256 with P-256, SHA-384 with P-384,
/// SHA-512 with P-521.
package struct PublicKey: Hashable, Sendable {
    enum Point: Sendable {
        case p256(P256.Signing.PublicKey)
        case p384(P384.Signing.PublicKey)
        case p521(P521.Signing.PublicKey)
    }

    private let point: Point
    /// PEM, 64 columns, with a newline at the end.
    package let text: String
    /// SHA-256 of the text, in hexadecimal digits: what a bundle calls the key.
    package let hint: String
    /// What signed notes call the key: the first four bytes of SHA-256 of its DER encoding.
    let noteID: [UInt8]

    init(_ point: Point) {
        self.point = point
        let bytes =
            switch point {
            case .p256(let key): key.derRepresentation
            case .p384(let key): key.derRepresentation
            case .p521(let key): key.derRepresentation
            }
        text = PEM.text(label: "PUBLIC KEY", bytes)
        hint = Digest(of: text.utf8).hex
        noteID = Array(SHA256.hash(data: bytes).prefix(4))
    }

    /// Reads the key that a reference leads to.
    ///
    /// - Throws: `SigningError`.
    package init(_ reference: KeyReference, environment: [String: String]) throws(SigningError) {
        try self.init(pem: reference.read(environment), source: reference.description)
    }

    /// - Parameter source: what the key is called in an error.
    package init(pem: [UInt8], source: String) throws(SigningError) {
        let block = try PEM(pem, source: source)
        guard block.label == "PUBLIC KEY" else {
            throw .wrongKind(source, expectsPrivate: false)
        }
        if let key = try? P256.Signing.PublicKey(derRepresentation: block.bytes) {
            self.init(.p256(key))
        } else if let key = try? P384.Signing.PublicKey(derRepresentation: block.bytes) {
            self.init(.p384(key))
        } else if let key = try? P521.Signing.PublicKey(derRepresentation: block.bytes) {
            self.init(.p521(key))
        } else {
            throw .unreadableKey(source, reason: "only EC keys P-256, P-384 and P-521 are known")
        }
    }

    package static func == (one: Self, other: Self) -> Bool { one.hint == other.hint }

    package func hash(into hasher: inout Hasher) { hasher.combine(hint) }

    /// Whether a signature holds.
    ///
    /// - Parameter signature: ECDSA in DER; another encoding of the same numbers is refused.
    func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        switch point {
        case .p256(let key):
            guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return Array(parsed.derRepresentation) == signature
                && key.isValidSignature(parsed, for: message)
        case .p384(let key):
            guard let parsed = try? P384.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return Array(parsed.derRepresentation) == signature
                && key.isValidSignature(parsed, for: message)
        case .p521(let key):
            guard let parsed = try? P521.Signing.ECDSASignature(derRepresentation: signature)
            else { return false }
            return Array(parsed.derRepresentation) == signature
                && key.isValidSignature(parsed, for: message)
        }
    }
}
