import Glibc

extension Slice<UnsafeRawBufferPointer> {
    /// The position after the first line feed.
    @inline(__always)
    var lineEnd: Int? {
        guard let start = base.baseAddress?.advanced(by: startIndex),
            let found = memchr(start, 0x0A, count)
        else { return nil }
        return startIndex + (UnsafeRawPointer(found) - start) + 1
    }
}

extension UnsafeRawBufferPointer {
    /// Whether it begins with a word, whatever the case of its letters.
    ///
    /// - Parameter word: in lower case.
    func hasPrefix(_ word: StaticString) -> Bool {
        guard count >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount
        where self[index].lowercased != word.utf8Start[index] {
            return false
        }
        return true
    }

    /// Without spaces and tabs around it.
    var trimmed: UnsafeRawBufferPointer {
        var (start, end) = (0, count)
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while start < end, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[start..<end])
    }

    /// Whether a word is among those that commas separate.
    func hasToken(_ word: StaticString) -> Bool {
        var start = 0
        while start <= count {
            let end = self[start...].firstIndex(of: 0x2C) ?? count
            let token = UnsafeRawBufferPointer(rebasing: self[start..<end]).trimmed
            if token.count == word.utf8CodeUnitCount, token.hasPrefix(word) { return true }
            start = end + 1
        }
        return false
    }

    /// A number of up to 18 digits, and nothing else.
    var decimal: Int? {
        guard (1...18).contains(count) else { return nil }
        var number = 0
        for byte in self {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        return number
    }

    /// A number of up to 15 hexadecimal digits, before the end or a chunk's extension.
    var hexadecimal: Int? {
        var number = 0
        var digits = 0
        for byte in self {
            if byte == 0x3B || byte == 0x20 || byte == 0x09 { break }
            switch byte.lowercased {
            case 0x30...0x39: number = number << 4 | Int(byte - 0x30)
            case 0x61...0x66: number = number << 4 | Int(byte.lowercased - 0x57)
            default: return nil
            }
            digits += 1
            guard digits <= 15 else { return nil }
        }
        return digits > 0 ? number : nil
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
