/// Text inside addresses: all but RFC 3986's unreserved characters is encoded.
enum PercentEncoding {
    static func component(_ text: some StringProtocol) -> String {
        encode(text, keeping: [])
    }

    /// A path, of which the slashes stay.
    static func path(_ text: some StringProtocol) -> String {
        encode(text, keeping: [UInt8(ascii: "/")])
    }

    /// The body of a form.
    static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\(component($0.0))=\(component($0.1))" }.joined(separator: "&")
    }

    private static func encode(_ text: some StringProtocol, keeping kept: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            case _ where kept.contains(byte): bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
