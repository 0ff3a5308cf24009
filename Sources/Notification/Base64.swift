/// RFC 4648, for mail.
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        append(bytes[...], to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Lines of 76 characters, each ended by CR LF.
    static func lines(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 78 / 57 + 80)
        for start in stride(from: 0, to: bytes.count, by: 57) {
            append(bytes[start..<min(start + 57, bytes.count)], to: &text)
            text.append(0x0D)
            text.append(0x0A)
        }
        return text
    }

    private static func append(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let count = min(3, bytes.endIndex - index)
            var bits: UInt32 = 0
            for offset in 0..<3 {
                bits = (bits << 8) | (offset < count ? UInt32(bytes[index + offset]) : 0)
            }
            for digit in 0..<4 {
                let value = Int(bits >> UInt32(18 - 6 * digit)) & 63
                text.append(digit <= count ? alphabet[value] : UInt8(ascii: "="))
            }
            index += 3
        }
    }
}
