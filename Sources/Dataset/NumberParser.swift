import Glibc

/// Decimal numbers, correctly rounded.
package enum NumberParser {
    /// Powers of ten that a double holds exactly.
    static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]

    /// Reads `[+-] digits [. digits] [e [+-] digits]`, or `NaN`, `INF`, `-INF`.
    ///
    /// - Returns: the nearest double; nil if the text is no number, or none that a double holds.
    package static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let decimal = Decimal(bytes) else { return special(bytes) }
        return value(of: decimal, bytes)
    }

    /// - Parameter bytes: what was taken apart.
    @inline(__always)
    private static func value(of decimal: Decimal, _ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard decimal.isExact else { return slow(bytes) }
        let magnitude: Double
        // Clinger's fast path: both factors are exact, so the one operation rounds correctly.
        if decimal.mantissa < 1 << 53, abs(decimal.exponent) <= 22 {
            let mantissa = Double(decimal.mantissa)
            let power = powers[abs(decimal.exponent)]
            magnitude = decimal.exponent < 0 ? mantissa / power : mantissa * power
        } else if let rounded = DecimalRounding.nearest(decimal.mantissa, decimal.exponent) {
            magnitude = rounded
        } else {
            return slow(bytes)
        }
        return decimal.isNegative ? -magnitude : magnitude
    }

    /// Reads `[+-] digits`.
    package static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let decimal = Decimal(bytes), decimal.isInteger else { return nil }
        return value(of: decimal, bytes)
    }

    /// Reads a cell that may be a number, with spaces around it.
    ///
    /// - Parameter acceptsCodes: whether digits are a number that are likely a code: with a zero
    ///   before them, or more of them than a double holds.
    package static func value(_ bytes: UnsafeBufferPointer<UInt8>, acceptsCodes: Bool)
        -> (value: Double, isInteger: Bool)?
    {
        let text = bytes.trimmed
        guard let first = text.first else { return nil }
        guard let decimal = Decimal(text) else { return special(text).map { ($0, false) } }
        if decimal.isInteger, !acceptsCodes {
            let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
            let digits = text.count - (isSigned ? 1 : 0)
            let leading = text[isSigned ? 1 : 0]
            if digits > 1, leading == UInt8(ascii: "0") || digits > 15 { return nil }
        }
        return value(of: decimal, text).map { ($0, decimal.isInteger) }
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
}
