/// A leaf or a branch of a MIME message.
indirect enum MessagePart {
    /// Text of a media type, as `text/html`.
    case text(String, type: String)
    case attachment([UInt8], type: String, filename: String)
    /// What a neighbour shows as `cid:IDENTIFIER`.
    case image([UInt8], type: String, identifier: String)
    /// - Parameter parameters: what the branch's `Content-Type` says beside its boundary.
    case multipart(String, parameters: [String], [MessagePart])

    /// The part's own headers, an empty line, and its body.
    ///
    /// - Parameter boundary: a stem; `=_` never occurs in base64, and everything is base64, so no
    ///   boundary can occur in a body.
    func bytes(boundary: String) throws(NotificationError) -> [UInt8] {
        switch self {
        case .text(let text, let type):
            let body = Array(Self.withNetworkLines(text).utf8)
            return try Self.leaf(["\(type);", "charset=utf-8"], [], body)
        case .attachment(let body, let type, let filename):
            let name = try Self.parameter("filename", filename)
            let isText = type.hasPrefix("text/")
            return try Self.leaf(
                isText ? ["\(type);", "charset=utf-8"] : [type], ["attachment;", name], body)
        case .image(let body, let type, let identifier):
            return try Self.leaf(
                [type], ["inline"], body, identifier: identifier)
        case .multipart(let kind, let parameters, let parts):
            let words = ["multipart/\(kind);"] + parameters.map { "\($0);" }
            // With a sign after it that no inner one has there: a line that only begins with a
            // boundary ends a part (RFC 2046, 5.1.1).
            let mark = "\(boundary)="
            var bytes = try Self.header("Content-Type", words + ["boundary=\"\(mark)\""])
            for (index, part) in parts.enumerated() {
                bytes += Array("\r\n--\(mark)\r\n".utf8)
                bytes += try part.bytes(boundary: "\(boundary).\(index)")
            }
            return bytes + Array("\r\n--\(mark)--\r\n".utf8)
        }
    }

    private static func leaf(
        _ type: [String], _ disposition: [String], _ body: [UInt8], identifier: String? = nil
    ) throws(NotificationError) -> [UInt8] {
        var bytes = try header("Content-Type", type)
        bytes += try header("Content-Transfer-Encoding", ["base64"])
        if !disposition.isEmpty { bytes += try header("Content-Disposition", disposition) }
        if let identifier { bytes += try header("Content-ID", ["<\(identifier)>"]) }
        return bytes + [0x0D, 0x0A] + Base64.lines(body)
    }

    private static func header(_ name: String, _ words: [String]) throws(NotificationError)
        -> [UInt8]
    {
        Array(try HeaderField(name, words: words).lines.utf8)
    }

    /// A plain name in quotes; any other by RFC 2231 alone.
    static func parameter(_ name: String, _ value: String) throws(NotificationError) -> String {
        try HeaderField.requireSafe(value, name: name)
        let isPlain = value.utf8.allSatisfy { byte in
            (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"")
                && byte != UInt8(ascii: "\\")
        }
        if isPlain { return "\(name)=\"\(value)\"" }
        let digits = Array("0123456789ABCDEF")
        let encoded = value.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return "\(name)*=UTF-8''\(encoded.joined())"
    }

    /// Text in mail ends its lines with CR LF.
    private static func withNetworkLines(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .joined(separator: "\r\n")
    }
}
