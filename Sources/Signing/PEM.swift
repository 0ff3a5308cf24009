import FoundationEssentials

/// The first block of a PEM text (RFC 7468) that is not about parameters of a curve.
struct PEM {
    /// As `PRIVATE KEY`.
    let label: String
    let bytes: [UInt8]

    private static let header = "-----BEGIN "
    private static let dashes = "-----"
    /// Written by `openssl ecparam -genkey` before the key, which names its curve itself.
    private static let parameters = "EC PARAMETERS"

    /// - Parameter source: what the key is called in an error.
    init(_ text: [UInt8], source: String) throws(SigningError) {
        guard let text = String(validating: text, as: UTF8.self) else {
            throw .unreadableKey(source, reason: "it is not a PEM text")
        }
        var lines = text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)[...]
        var found: PEM?
        while let block = try Self.block(&lines, source) {
            guard block.label != Self.parameters else { continue }
            guard found == nil else { throw .unreadableKey(source, reason: "it holds two keys") }
            found = block
        }
        guard let found else { throw .unreadableKey(source, reason: "it is not a PEM text") }
        self = found
    }

    private init(label: String, bytes: [UInt8]) {
        self.label = label
        self.bytes = bytes
    }

    /// Takes the next block; text between blocks is a comment.
    private static func block(_ lines: inout ArraySlice<Substring>, _ source: String)
        throws(SigningError) -> PEM?
    {
        while let line = lines.popFirst() {
            guard line.hasPrefix(header), line.hasSuffix(dashes) else { continue }
            let label = String(line.dropFirst(header.count).dropLast(dashes.count))
            let body = lines.prefix { !$0.hasPrefix(dashes) }
            lines = lines.dropFirst(body.count)
            guard lines.popFirst() == "-----END \(label)-----" else {
                throw .unreadableKey(source, reason: "it is cut off")
            }
            if label == "ENCRYPTED PRIVATE KEY" || body.contains(where: { $0.contains(":") }) {
                throw .encryptedKey(source)
            }
            guard let bytes = Data(base64Encoded: body.joined()) else {
                throw .unreadableKey(source, reason: "it is not a PEM text")
            }
            return PEM(label: label, bytes: Array(bytes))
        }
        return nil
    }

    /// 64 columns and a newline at the end, as OpenSSL and Python's cryptography write it.
    static func text(label: String, _ bytes: Data) -> String {
        let digits = Array(bytes.base64EncodedString().utf8)
        var text = "-----BEGIN \(label)-----\n"
        for start in stride(from: 0, to: digits.count, by: 64) {
            let line = digits[start..<min(start + 64, digits.count)]
            text += String(decoding: line, as: UTF8.self) + "\n"
        }
        return text + "-----END \(label)-----\n"
    }
}
