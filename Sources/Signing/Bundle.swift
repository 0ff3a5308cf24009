import FoundationEssentials
import RunDocument

/// A Sigstore bundle, version 0.3, of one DSSE envelope that a plain key has signed.
package struct Bundle: Hashable, Sendable {
    package static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"
    /// A statement of a model with a hundred thousand files stays below it.
    package static let maximumSize = 1 << 24

    /// What the signer calls its key.
    ///
    /// Nothing vouches for it: it may help to find a key and decides nothing.
    package let hint: String?
    /// The very bytes that are signed, a statement.
    package let payload: [UInt8]
    /// ECDSA in DER.
    let signature: [UInt8]

    /// Signs a statement.
    ///
    /// - Throws: `SigningError.cannotSign`.
    package init(_ statement: Statement, signedBy key: PrivateKey) throws(SigningError) {
        payload = statement.json.canonicalBytes()
        signature = try key.sign(Self.preAuthenticationEncoding(payload))
        hint = key.publicKey.hint
    }

    /// Reads a bundle strictly.
    ///
    /// - Throws: `SigningError.malformed`.
    package init(parsing bytes: [UInt8]) throws(SigningError) {
        guard bytes.count <= Self.maximumSize else { throw .malformed(reason: "it is too large") }
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes) } catch {
            throw .malformed(reason: error.description)
        }
        guard json["mediaType"]?.stringValue == Self.mediaType else {
            throw .malformed(reason: "its media type is not '\(Self.mediaType)'")
        }
        guard case .object(let key)? = json["verificationMaterial"]?["publicKey"] else {
            throw .malformed(reason: "it was not made with a plain key")
        }
        hint = key["hint"]?.stringValue
        guard let envelope = json["dsseEnvelope"] else {
            throw .malformed(reason: "it has no envelope")
        }
        guard envelope["payloadType"]?.stringValue == Statement.mediaType else {
            throw .malformed(reason: "its payload type is not '\(Statement.mediaType)'")
        }
        // Which of several would count is something that verifiers disagree about.
        guard let signatures = envelope["signatures"]?.arrayValue, signatures.count == 1 else {
            throw .malformed(reason: "it has not exactly one signature")
        }
        payload = try Self.decode(envelope["payload"], "payload")
        signature = try Self.decode(signatures[0]["sig"], "signature")
    }

    /// Compact JSON, without a newline at the end.
    package var bytes: [UInt8] {
        let json: JSONValue = [
            "mediaType": .string(Self.mediaType),
            "verificationMaterial": [
                "publicKey": .object(hint.map { ["hint": .string($0)] } ?? [:]),
                "tlogEntries": [],
            ],
            "dsseEnvelope": [
                "payload": .string(Data(payload).base64EncodedString()),
                "payloadType": .string(Statement.mediaType),
                "signatures": [
                    ["sig": .string(Data(signature).base64EncodedString()), "keyid": ""]
                ],
            ],
        ]
        return json.canonicalBytes()
    }

    /// Checks the signature, then reads what it vouches for.
    ///
    /// - Throws: `SigningError.invalidSignature`, or `.malformed` for a payload that is none.
    package func verify(with key: PublicKey) throws(SigningError) -> Statement {
        guard key.accepts(signature, of: Self.preAuthenticationEncoding(payload)) else {
            throw .invalidSignature
        }
        return try Statement(parsing: payload)
    }

    /// DSSE's PAE: what is signed names its own type and length.
    private static func preAuthenticationEncoding(_ payload: [UInt8]) -> [UInt8] {
        let type = Statement.mediaType
        return Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    }

    /// Base64 in its one canonical spelling (RFC 4648, section 3.5).
    private static func decode(_ value: JSONValue?, _ name: String) throws(SigningError)
        -> [UInt8]
    {
        guard let text = value?.stringValue, !text.isEmpty,
            let data = Data(base64Encoded: text),
            data.base64EncodedString().utf8.elementsEqual(text.utf8)
        else { throw .malformed(reason: "its \(name) is not Base64") }
        return Array(data)
    }
}
