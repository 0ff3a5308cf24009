import Crypto
import FoundationEssentials

/// Signatures of requests by the rules of Standard Webhooks.
///
/// The receiver computes HMAC-SHA256 over `ID.TIMESTAMP.BODY` and compares.
enum WebhookSignature {
    private static let prefix = "whsec_"

    /// The headers that say who sent a body, and when.
    ///
    /// - Parameters:
    ///   - secret: `whsec_` and base64 as that specification has it, else the key's own bytes.
    ///   - time: in seconds since 1970; a receiver refuses what is minutes old.
    static func headers(id: String, time: Int, body: [UInt8], secret: String)
        -> [(name: String, value: String)]
    {
        let key = SymmetricKey(data: keyBytes(secret))
        let signed = Array("\(id).\(time).".utf8) + body
        let code = Array(HMAC<SHA256>.authenticationCode(for: signed, using: key))
        return [
            ("webhook-id", id), ("webhook-timestamp", "\(time)"),
            ("webhook-signature", "v1,\(Base64.encode(code))"),
        ]
    }

    private static func keyBytes(_ secret: String) -> [UInt8] {
        guard secret.hasPrefix(prefix),
            let bytes = Data(base64Encoded: String(secret.dropFirst(prefix.count)))
        else { return Array(secret.utf8) }
        return Array(bytes)
    }
}
