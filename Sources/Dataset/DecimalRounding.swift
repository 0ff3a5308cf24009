/// Rounds decimal numbers of up to 19 digits to the nearest double.
///
/// Lemire 2021, "Number parsing at a gigabyte per second"; that no case is left undecided is from
/// Mushtak, Lemire 2023, "Fast number parsing without fallback".
enum DecimalRounding {
    /// The powers of five that are kept, whose inverses are too: fewer than 2^126.
    private static let largest = 54

    /// The upper 128 bits of 5^q, from q = -`largest` on; the highest bit is 1.
    private static let powers: [(high: UInt64, low: UInt64)] = (-largest...largest).map { power in
        let bits = power < 0 ? inverse(powerOfFive(-power), power) : powerOfFive(power)
        let aligned = bits << UInt128(bits.leadingZeroBitCount)
        return (UInt64(truncatingIfNeeded: aligned >> 64), UInt64(truncatingIfNeeded: aligned))
    }

    private static func powerOfFive(_ power: Int) -> UInt128 {
        (0..<power).reduce(1) { product, _ in product * 5 }
    }

    /// 128 bits of 1 / `divisor`, by long division; rounded up where the proof wants it.
    private static func inverse(_ divisor: UInt128, _ power: Int) -> UInt128 {
        var rest = UInt128(1) << UInt128(UInt128.bitWidth - 1 - divisor.leadingZeroBitCount)
        var quotient: UInt128 = 0
        for _ in 0..<UInt128.bitWidth {
            rest <<= 1
            quotient <<= 1
            if rest >= divisor {
                rest -= divisor
                quotient |= 1
            }
        }
        return power >= -27 ? quotient + 1 : quotient
    }

    /// `mantissa` × 10^`exponent`, rounded to even where two are as near.
    ///
    /// - Returns: nil for exponents of more than two digits, about.
    static func nearest(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        guard mantissa > 0, abs(exponent) <= largest else { return nil }
        let zeros = mantissa.leadingZeroBitCount
        let (high, low) = product(mantissa << UInt64(zeros), powers[exponent + largest])
        let upper = Int(truncatingIfNeeded: high >> 63)
        let shift = UInt64(truncatingIfNeeded: upper + 9)
        // 53 bits and one to round by.
        var bits = high >> shift
        if low <= 1, -4...23 ~= exponent, bits & 3 == 1, bits << shift == high {
            // Just between two: down to the even one.
            bits &= ~1
        }
        bits = (bits + bits & 1) >> 1
        // floor(log2(10^q)), and the bias of a double.
        var power = ((152_170 + 65_536) * exponent) >> 16 + 63 + upper - zeros + 1023
        if bits == 1 << 53 {
            bits = 1 << 52
            power += 1
        }
        return Double(bitPattern: bits & ~(1 << 52) | UInt64(truncatingIfNeeded: power) << 52)
    }

    /// The upper 128 bits of a product; the lower half of the power only where it matters.
    @inline(__always)
    private static func product(_ word: UInt64, _ power: (high: UInt64, low: UInt64)) -> (
        high: UInt64, low: UInt64
    ) {
        let first = word.multipliedFullWidth(by: power.high)
        guard first.high & 0x1FF == 0x1FF else { return (first.high, first.low) }
        let second = word.multipliedFullWidth(by: power.low)
        let (low, overflow) = first.low.addingReportingOverflow(second.high)
        return (overflow ? first.high &+ 1 : first.high, low)
    }
}
