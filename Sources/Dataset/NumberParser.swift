import Glibc

/// Decimal numbers, correctly rounded.
package enum NumberParser {
    /// Powers of ten that a double holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// Reads `[+-] digits [. digits] [e [+-] digits]`, or `NaN`, `INF`, `-INF`.
    ///
    /// - Returns: the nearest double; nil if the text is no number, or none that a double holds.
    package static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let decimal = Decimal(bytes) else { return special(bytes) }
        // Clinger's fast path: both factors are exact, so the one operation rounds correctly.
        if decimal.isExact, decimal.mantissa < 1 << 53, abs(decimal.exponent) <= 22 {
            let mantissa = Double(decimal.mantissa)
            let power = powers[abs(decimal.exponent)]
            let magnitude = decimal.exponent < 0 ? mantissa / power : mantissa * power
            return decimal.isNegative ? -magnitude : magnitude
        }
        return slow(bytes)
    }

    /// Reads `[+-] digits`.
    package static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        let signed = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
        let digits = bytes.dropFirst(signed ? 1 : 0)
        guard !digits.isEmpty, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else {
            return nil
        }
        return number(bytes)
    }

    /// Reads a cell that may be a number, with spaces around it.
    ///
    /// - Parameter acceptsCodes: whether digits are a number that are likely a code: with a zero
    ///   before them, or more of them than a double holds.
    package static func value(_ bytes: UnsafeBufferPointer<UInt8>, acceptsCodes: Bool)
        -> (value: Double, isInteger: Bool)?
    {
        let text = bytes.trimmed
        guard let first = text.first, text.count > 0 else { return nil }
        let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        let digits = text.dropFirst(isSigned ? 1 : 0)
        let isInteger = !digits.isEmpty && digits.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
        if isInteger, !acceptsCodes, digits.count > 1,
            digits.first == UInt8(ascii: "0") || digits.count > 15
        {
            return nil
        }
        return number(text).map { ($0, isInteger) }
    }

    private static func special(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard bytes.count <= 4 else { return nil }
        switch bytes.count {
        case 3 where equals(bytes, "nan"): return .nan
        case 3 where equals(bytes, "inf"), 4 where equals(bytes, "+inf"): return .infinity
        case 4 where equals(bytes, "-inf"): return -.infinity
        default: return nil
        }
    }

    private static func equals(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            // Setting bit 5 makes ASCII letters lower case, and leaves '+' and '-' as they are.
            word.count == bytes.count
                && zip(bytes, word).allSatisfy { $0 | 0x20 == $1 && $0 > 0x20 }
        }
    }

    /// The C library rounds correctly; it wants a NUL at the end.
    private static func slow(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { text in
            for (index, byte) in bytes.enumerated() { text[index] = CChar(bitPattern: byte) }
            text[bytes.count] = 0
            guard let start = text.baseAddress else { return nil }
            let value = strtod(start, nil)
            return value.isFinite ? value : nil
        }
    }

    /// A decimal number taken apart.
    private struct Decimal {
        var isNegative = false
        var mantissa: UInt64 = 0
        var exponent = 0
        /// Whether `mantissa` holds all digits.
        var isExact = true

        init?(_ bytes: UnsafeBufferPointer<UInt8>) {
            var index = 0
            if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                isNegative = sign == UInt8(ascii: "-")
                index = 1
            }
            var digits = addDigits(bytes, &index)
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                index += 1
                let fraction = addDigits(bytes, &index)
                exponent = -fraction
                digits += fraction
            }
            guard digits > 0 else { return nil }
            if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
                index += 1
                guard addExponent(bytes, &index) else { return nil }
            }
            guard index == bytes.count else { return nil }
        }

        private mutating func addDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int)
            -> Int
        {
            let first = index
            while index < bytes.count {
                let digit = bytes[index] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                if mantissa < 100_000_000_000_000_000 {
                    mantissa = mantissa * 10 + UInt64(digit)
                } else {
                    isExact = false
                }
                index += 1
            }
            return index - first
        }

        private mutating func addExponent(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int)
            -> Bool
        {
            var sign = 1
            if index < bytes.count, [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(bytes[index]) {
                sign = bytes[index] == UInt8(ascii: "-") ? -1 : 1
                index += 1
            }
            let first = index
            var value = 0
            while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 {
                value = min(99_999, value * 10 + Int(bytes[index] &- UInt8(ascii: "0")))
                index += 1
            }
            exponent += sign * value
            return index > first
        }
    }
}
