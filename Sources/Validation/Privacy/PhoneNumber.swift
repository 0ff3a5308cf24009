/// Telephone numbers that are written as such: with a plus, in North America's groups, or with a
/// trunk zero and in groups.
///
/// Bare digits are none: too many other numbers are.
enum PhoneNumber {
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Range<Int>? {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            guard byte.isASCIIDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(") else {
                index += 1
                continue
            }
            if mayBegin(bytes, index), bytes.beginsWord(at: index),
                let end = PhoneGroups(bytes, from: index).end(bytes)
            {
                return index..<end
            }
            index += 1
            if byte.isASCIIDigit {
                while index < bytes.count, bytes[index].isASCIIDigit { index += 1 }
            }
        }
        return nil
    }

    /// A plus, a parenthesis, a trunk zero, a one and a separator, or three digits and one.
    private static func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let next = bytes.byte(index + 1)
        switch bytes[index] {
        case UInt8(ascii: "+"): return next.isASCIIDigit || next == UInt8(ascii: "(")
        case UInt8(ascii: "("): return next.isASCIIDigit
        case UInt8(ascii: "0"):
            // 06:30 is a time.
            return next.isASCIIDigit && next != UInt8(ascii: "0")
                && bytes.byte(index + 2) != UInt8(ascii: ":")
        case UInt8(ascii: "1"): return !next.isWordByte
        default:
            let separator = bytes.byte(index + 3)
            return separator == UInt8(ascii: "-") || separator == UInt8(ascii: ".")
        }
    }
}
