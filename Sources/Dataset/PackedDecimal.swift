/// Short decimal numbers, all bytes at once: a loop over a column guesses no branch wrong, where one
/// over the bytes of each cell would guess at the sign and at the length of every number.
package enum PackedDecimal {
    private static let zeros: UInt64 = 0x3030_3030_3030_3030
    private static let points: UInt64 = 0x2E2E_2E2E_2E2E_2E2E

    /// Reads `[-] digits [. digits]`.
    ///
    /// - Parameters:
    ///   - word: the text, its bytes the upper ones, the last of them uppermost.
    ///   - count: how many bytes it has, 1 to 8.
    /// - Returns: the nearest double; nil for all that is written otherwise, which may still be a
    ///   number.
    @inline(__always)
    package static func value(_ word: UInt64, count: Int) -> Double? {
        let unused = UInt64(64 - 8 * count)
        let first = (word &>> unused) & 0xFF
        let sign: UInt64 = first == UInt64(UInt8(ascii: "-")) ? 1 : 0
        let start = unused + 8 * sign
        guard start < 64 else { return nil }
        // Zeros for the sign and for what stands before the text.
        let text = ~UInt64(0) &<< start
        var digits = word & text | zeros & ~text
        var fraction = 0
        let point = firstZero(digits ^ points)
        if point < 64 {
            // A digit before it and one behind it, as a zero behind `zeros` would be one too many.
            guard point > start, point < 56 else { return nil }
            let before = digits & (1 &<< point &- 1)
            let behind = digits & (~UInt64(0) &<< (point + 8))
            digits = before << 8 | behind | UInt64(UInt8(ascii: "0"))
            fraction = Int(56 - point) / 8
        }
        guard let mantissa = eightDigits(digits) else { return nil }
        // Both are exact, so that the one operation rounds correctly.
        let magnitude = Double(Int64(bitPattern: mantissa)) / NumberParser.powers[fraction]
        // The sign is as good as random, so that a branch on it would cost more than all the rest.
        return Double(bitPattern: magnitude.bitPattern | sign << 63)
    }

    /// The number of the lowest bit of the lowest byte that is zero; 64 if there is none.
    @inline(__always)
    private static func firstZero(_ word: UInt64) -> UInt64 {
        let found = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
        return found == 0 ? 64 : UInt64(found.trailingZeroBitCount) - 7
    }

    /// The number that eight digits make, the first one in the lowest byte; nil if one of the bytes
    /// is no digit.
    @inline(__always)
    static func eightDigits(_ digits: UInt64) -> UInt64? {
        var word = digits &- zeros
        // A byte above 9 carries into its highest bit, one below 0 has borrowed it.
        guard (word &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080 == 0 else {
            return nil
        }
        // Pairs, then fours, then all eight.
        word = word &* 10 &+ (word >> 8)
        let low = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((word >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return (low &+ high) >> 32
    }
}
