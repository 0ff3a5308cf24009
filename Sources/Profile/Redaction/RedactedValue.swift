import Crypto

/// What stands in a profile for a value that tells of a person: `redacted:` and 21 hexadecimal digits.
///
/// Equal values have equal ones, so that counts, distinct values, drift and merging still work. The
/// first five digits say where a `HyperLogLog` counts the value, the others are of its SHA-256. This
/// is a pseudonym, and hides no value that can be guessed: who has the list of all telephone numbers
/// can find those that are in a profile.
enum RedactedValue {
    private static let mark = Array("redacted:".utf8)
    private static let placeDigits = 5
    private static let digestBytes = 8
    private static let length = mark.count + placeDigits + 2 * digestBytes
    /// Goes before each value, so that lists of digests made for other purposes are of no use.
    private static let domain = Array("mlx-profile\0".utf8)

    /// - Parameter hash: by which the value was counted.
    static func bytes(for value: UnsafeRawBufferPointer, hash: UInt64) -> [UInt8] {
        var digest = SHA256()
        digest.update(data: domain)
        digest.update(bufferPointer: value)
        var bytes = mark
        let place = HyperLogLog.place(of: hash)
        for digit in (0..<placeDigits).reversed() {
            bytes.append(hexadecimal(UInt8(truncatingIfNeeded: place >> (4 * digit)) & 15))
        }
        for byte in digest.finalize().prefix(digestBytes) {
            bytes.append(hexadecimal(byte >> 4))
            bytes.append(hexadecimal(byte & 15))
        }
        return bytes
    }

    static func bytes(for text: [UInt8]) -> [UInt8] {
        text.withUnsafeBytes { bytes(for: $0, hash: ByteHash.standard.hash64($0)) }
    }

    static func bytes(for number: Double) -> [UInt8] {
        Array(number.description.utf8).withUnsafeBytes {
            bytes(for: $0, hash: ByteHash.standard.hash64(number))
        }
    }

    /// A hash that counts a value as the redacted one was counted; nil if it is not redacted.
    static func hash(_ value: UnsafeRawBufferPointer) -> UInt64? {
        guard value.count == length, value.starts(with: mark) else { return nil }
        var place = 0
        for byte in value.dropFirst(mark.count).prefix(placeDigits) {
            guard let digit = digit(byte) else { return nil }
            place = place << 4 | digit
        }
        return HyperLogLog.hash(at: place)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }

    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): Int(byte - UInt8(ascii: "a")) + 10
        default: nil
        }
    }
}
