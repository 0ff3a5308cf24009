/// The forms that texts of a standard have.
package enum TextForm {
    /// `local@domain` (RFC 5321, addresses in quotes and brackets left out).
    package static func isEmail(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), (1...64).contains(at) else {
            return false
        }
        let local = bytes[..<at].split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        return isHost(bytes[(at + 1)...])
            && local.allSatisfy { atom in
                !atom.isEmpty
                    && atom.allSatisfy { isWord($0) || "!#$%&'*+/=?^`{|}~-_".utf8.contains($0) }
            }
    }

    /// Names of letters, digits and hyphens, separated by points.
    private static func isHost(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let hyphen = UInt8(ascii: "-")
        return bytes.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
                    && label.allSatisfy { isWord($0) || $0 == hyphen }
            }
    }

    /// A scheme, a colon and more, without spaces and control characters (RFC 3986).
    package static func isURI(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            colon + 1 < bytes.count, isLetter(bytes[0])
        else { return false }
        let scheme = bytes[..<colon].allSatisfy { byte in
            isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte)
        }
        return scheme
            && !bytes.contains { $0 <= 0x20 || $0 == 0x7F || "\"<>\\^`{|}".utf8.contains($0) }
    }

    /// Base64 with its padding (RFC 4648).
    package static func isBase64(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let padding = bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return bytes.count % 4 == 0 && padding <= 2
            && bytes.dropLast(padding).allSatisfy { byte in
                isLetter(byte) || isDigit(byte) || "+/".utf8.contains(byte)
            }
    }

    /// 8-4-4-4-12 hexadecimal digits (RFC 9562).
    package static func isUUID(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            switch index {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    /// Letters and digits, those beyond ASCII among them (RFC 6531).
    private static func isWord(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte >= 0x80
    }
}
