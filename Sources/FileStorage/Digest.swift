package import Crypto

/// SHA-256 digests as this project writes them: `sha256:` and 64 hexadecimal digits.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes, in big-endian words: registries hold tens of thousands of digests.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// 64 lower-case hexadecimal digits.
    package var hex: String { String(decoding: hexDigits, as: UTF8.self) }

    package var description: String { "sha256:\(hex)" }

    package init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { bytes in
            let word = {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
            }
            return (word(0), word(8), word(16), word(24))
        }
    }

    /// Reads `sha256:<64 hex>`; nil for anything else, upper case included.
    package init?(_ text: String) {
        var text = text
        guard let digest = text.withUTF8({ Digest(utf8: $0) }) else { return nil }
        self = digest
    }

    /// Reads the UTF-8 bytes of `sha256:<64 hex>`.
    package init?(utf8: UnsafeBufferPointer<UInt8>) {
        guard utf8.count == 71, "sha256:".utf8.elementsEqual(utf8[..<7]),
            let first = Self.word(utf8, at: 7), let second = Self.word(utf8, at: 23),
            let third = Self.word(utf8, at: 39), let fourth = Self.word(utf8, at: 55)
        else { return nil }
        words = (first, second, third, fourth)
    }

    /// The number that 16 hexadecimal digits write.
    private static func word(_ utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64? {
        guard let high = half(utf8, at: start), let low = half(utf8, at: start + 8) else {
            return nil
        }
        return high << 32 | low
    }

    /// The number that 8 hexadecimal digits write, all of them at once: an index holds a hundred
    /// thousand digests.
    private static func half(_ utf8: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64? {
        let word = UInt64(
            bigEndian: UnsafeRawBufferPointer(utf8).loadUnaligned(
                fromByteOffset: start, as: UInt64.self))
        let ones: UInt64 = 0x0101_0101_0101_0101
        // '0' is 0x30 and 'a' is 0x61.
        let letters = word >> 6 & ones
        let low = word & (ones &* 0x0F)
        let isAboveNine = (low &+ (ones ^ letters) &* 6) | (low &+ letters &* 9)
        let isLetter = low &+ letters &* 0x0F
        guard word & (ones &* 0xF0) == ones &* 0x30 &+ letters &* 0x30,
            isAboveNine & ones << 4 == 0, isLetter & ones << 4 == letters << 4
        else { return nil }
        var digits = low &+ letters &* 9
        digits = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF
        digits = (digits | digits >> 8) & 0x0000_FFFF_0000_FFFF
        return (digits | digits >> 16) & 0xFFFF_FFFF
    }

    /// The 32 bytes.
    package var octets: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
        }
    }

    /// Takes over a digest of 32 bytes; nil for any other number of them.
    package init?(octets: [UInt8]) {
        guard octets.count == 32 else { return nil }
        let word = { (start: Int) in
            octets[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        words = (word(0), word(8), word(16), word(24))
    }

    package init(of bytes: some Collection<UInt8>) {
        self.init(SHA256.hash(data: Array(bytes)))
    }

    /// The UTF-8 bytes of `hex`.
    package var hexDigits: [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        appendHex(to: &digits)
        return digits
    }

    /// Appends the UTF-8 bytes of `hex`.
    package func appendHex(to text: inout [UInt8]) {
        append(words.0, to: &text)
        append(words.1, to: &text)
        append(words.2, to: &text)
        append(words.3, to: &text)
    }

    private func append(_ word: UInt64, to text: inout [UInt8]) {
        withUnsafeBytes(of: Self.digits(word >> 32).bigEndian) { text.append(contentsOf: $0) }
        withUnsafeBytes(of: Self.digits(word & 0xFFFF_FFFF).bigEndian) {
            text.append(contentsOf: $0)
        }
    }

    /// The 8 hexadecimal digits of a number, all of them at once.
    private static func digits(_ half: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var nibbles = (half | half << 16) & 0x0000_FFFF_0000_FFFF
        nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
        nibbles = (nibbles | nibbles << 4) & (ones &* 0x0F)
        // Ten and more reach the next nibble.
        let letters = (nibbles &+ ones &* 6) >> 4 & ones
        return nibbles &+ ones &* 0x30 &+ letters &* 0x27
    }

    package static func == (one: Self, other: Self) -> Bool { one.words == other.words }

    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
