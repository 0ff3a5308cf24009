package import RunDocument

/// A key that cannot be used, or a signature that does not hold.
package enum SigningError: Failure, Equatable {
    /// Neither `env:NAME` nor a path.
    case invalidReference(String)
    case missingKey(String, reason: String)
    case unreadableKey(String, reason: String)
    /// A private key was given where everyone may look, or a public one where it cannot sign.
    case wrongKind(String, expectsPrivate: Bool)
    case encryptedKey(String)
    case cannotSign(String)
    /// What is called a bundle is none.
    case malformed(reason: String)
    case malformedNote(reason: String)
    /// None of the signatures of a note is by the key.
    case unsignedNote
    case invalidSignature
    /// It is a signature of something else.
    case mismatch(reason: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .invalidReference: .usage
        case .missingKey, .invalidSignature, .mismatch, .unsignedNote: .denied
        case .unreadableKey, .wrongKind, .encryptedKey, .malformed, .malformedNote: .dataFormat
        case .cannotSign: .internalError
        }
    }

    package var description: String {
        switch self {
        case .invalidReference(let text): "'\(text)' does not say where a key is"
        case .missingKey(let key, let reason): "cannot read the key '\(key)': \(reason)"
        case .unreadableKey(let key, let reason): "'\(key)' is not a key for signatures: \(reason)"
        case .wrongKind(let key, expectsPrivate: true): "'\(key)' is not a private key"
        case .wrongKind(let key, expectsPrivate: false): "'\(key)' is not a public key"
        case .encryptedKey(let key): "the key '\(key)' is encrypted"
        case .cannotSign(let key): "cannot sign with the key '\(key)'"
        case .malformed(let reason): "not a bundle of a signature: \(reason)"
        case .malformedNote(let reason): "not a signed note: \(reason)"
        case .unsignedNote: "it has no signature by the key"
        case .invalidSignature: "the signature does not hold"
        case .mismatch(let reason): "the signature is not one of this model: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .invalidReference: "write env:NAME, file:PATH or a path"
        case .unreadableKey:
            "make one with 'openssl ecparam -name prime256v1 -genkey -noout -out FILE'"
        case .wrongKind(_, expectsPrivate: false): "write it with 'openssl ec -in KEY -pubout'"
        case .encryptedKey: "decrypt it with 'openssl pkey -in KEY', into a variable"
        case .missingKey, .wrongKind, .cannotSign, .malformed, .malformedNote, .unsignedNote,
            .invalidSignature, .mismatch:
            nil
        }
    }
}
