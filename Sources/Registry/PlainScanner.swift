/// Reads JSON that is written without spaces and escapes, in ASCII.
struct PlainScanner {
    private(set) var position: Int
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
        self.bytes = bytes
        position = start
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    /// A number that JSON writes with digits only; nil if it may be too large for an integer.
    mutating func number() -> Int? {
        let start = position
        var number = 0
        while position < bytes.count, position - start < 18,
            (0x30...0x39).contains(bytes[position])
        {
            number = number * 10 + Int(bytes[position] - 0x30)
            position += 1
        }
        let hasLeadingZero = position > start + 1 && bytes[start] == UInt8(ascii: "0")
        return position == start || hasLeadingZero ? nil : number
    }

    /// The bytes between two quotes; nil if one of them means something else than itself.
    mutating func text() -> UnsafeBufferPointer<UInt8>? {
        guard take("\"") else { return nil }
        let start = position
        while position + 8 <= bytes.count, Self.isPlain(word(at: position)) { position += 8 }
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                defer { position += 1 }
                return UnsafeBufferPointer(rebasing: bytes[start..<position])
            }
            guard (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "\\") else { return nil }
            position += 1
        }
        return nil
    }

    private func word(at position: Int) -> UInt64 {
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self)
    }

    /// Whether none of eight bytes is a quote, a backslash, a control character or beyond ASCII.
    ///
    /// Source: S. E. Anderson, Bit Twiddling Hacks, "Determine if a word has a byte less than n"
    /// and "… equal to n".
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones << 7
        let isZero = { (word: UInt64) in (word &- ones) & ~word }
        let isControl = (word &- ones &* 0x20) & ~word
        let isSpecial =
            isZero(word ^ ones &* UInt64(UInt8(ascii: "\"")))
            | isZero(word ^ ones &* UInt64(UInt8(ascii: "\\"))) | isZero(word ^ ones &* 0x7F)
        return (word | isControl | isSpecial) & highBits == 0
    }
}
