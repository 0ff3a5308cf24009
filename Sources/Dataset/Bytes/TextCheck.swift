import Glibc

/// Whether bytes are UTF-8 without NUL, decided without allocating.
enum TextCheck {
    /// The offset of the first byte that cannot stand in a text; nil if all can.
    static func firstFault(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = 0
        while index < bytes.count {
            index = endOfASCII(in: bytes, from: index)
            guard index < bytes.count else { return nil }
            guard let length = sequenceLength(in: bytes, at: index) else { return index }
            index += length
        }
        return nil
    }

    /// The offset of the first byte that cannot stand in a text, if there is a NUL; `bytes` may end
    /// within a character.
    static func firstNUL(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = bytes.baseAddress, let hit = memchr(base, 0, bytes.count) else {
            return nil
        }
        let place = UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
        return firstFault(in: UnsafeBufferPointer(rebasing: bytes[...place]))
    }

    /// Skips bytes from 1 to 127, eight at a time.
    private static func endOfASCII(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= bytes.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // The second term has a bit where a byte is zero (Bit Twiddling Hacks, haszero).
            guard (word & tops) | ((word &- ones) & ~word & tops) == 0 else { break }
            index += 8
        }
        while index < bytes.count, bytes[index] > 0, bytes[index] < 0x80 { index += 1 }
        return index
    }

    /// The length of the well-formed sequence at `index` (Unicode, table 3-7).
    private static func sequenceLength(in bytes: UnsafeBufferPointer<UInt8>, at index: Int)
        -> Int?
    {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[index] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The name of a binary format that is often taken for a table, from its first bytes.
    static func foreignFormat(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let signatures: [([UInt8], String)] = [
            (Array("PAR1".utf8), "a Parquet file"),
            ([0x50, 0x4B, 0x03, 0x04], "a zip archive (or a spreadsheet)"),
            ([0xFF, 0xFE], "UTF-16"),
            ([0xFE, 0xFF], "UTF-16"),
        ]
        return signatures.first { bytes.starts(with: $0.0) }?.1
    }
}
