import Crypto
import FoundationEssentials
import RunDocument

/// A key that signs: ECDSA on P-256, P-384 or P-521, from PKCS#8 or SEC 1.
package struct PrivateKey: Sendable {
    private enum Scalar: Sendable {
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
    }

    private let scalar: Scalar
    private let source: String

    /// Reads the key that a reference leads to.
    ///
    /// - Throws: `SigningError`.
    package init(_ reference: KeyReference, environment: [String: String]) throws(SigningError) {
        try self.init(pem: reference.read(environment), source: reference.description)
    }

    /// - Parameter source: what the key is called in an error.
    package init(pem: [UInt8], source: String) throws(SigningError) {
        self.source = source
        let block = try PEM(pem, source: source)
        guard block.label == "PRIVATE KEY" || block.label == "EC PRIVATE KEY" else {
            throw .wrongKind(source, expectsPrivate: true)
        }
        if let key = try? P256.Signing.PrivateKey(derRepresentation: block.bytes) {
            scalar = .p256(key)
        } else if let key = try? P384.Signing.PrivateKey(derRepresentation: block.bytes) {
            scalar = .p384(key)
        } else if let key = try? P521.Signing.PrivateKey(derRepresentation: block.bytes) {
            scalar = .p521(key)
        } else {
            throw .unreadableKey(source, reason: "only EC keys P-256, P-384 and P-521 are known")
        }
    }

    package var publicKey: PublicKey {
        switch scalar {
        case .p256(let key): PublicKey(.p256(key.publicKey))
        case .p384(let key): PublicKey(.p384(key.publicKey))
        case .p521(let key): PublicKey(.p521(key.publicKey))
        }
    }

    /// Signs with a fresh nonce, so that the same message gets another signature each time.
    ///
    /// - Returns: ECDSA in DER.
    func sign(_ message: [UInt8]) throws(SigningError) -> [UInt8] {
        do {
            switch scalar {
            case .p256(let key): return Array(try key.signature(for: message).derRepresentation)
            case .p384(let key): return Array(try key.signature(for: message).derRepresentation)
            case .p521(let key): return Array(try key.signature(for: message).derRepresentation)
            }
        } catch {
            throw .cannotSign(source)
        }
    }
}
