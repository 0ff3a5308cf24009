/// A decimal number taken apart: `mantissa` × 10^`exponent`.
struct Decimal {
    private(set) var isNegative = false
    private(set) var mantissa: UInt64 = 0
    private(set) var exponent = 0
    /// Whether `mantissa` holds all digits.
    private(set) var isExact = true
    /// Whether there are neither a point nor an exponent.
    private(set) var isInteger = true

    /// - Returns: nil if this is none.
    @inline(__always)
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard var at = bytes.baseAddress, !bytes.isEmpty else { return nil }
        let end = at + bytes.count
        if at.pointee == UInt8(ascii: "-") || at.pointee == UInt8(ascii: "+") {
            isNegative = at.pointee == UInt8(ascii: "-")
            at += 1
        }
        var digits = addDigits(&at, end)
        if at < end, at.pointee == UInt8(ascii: ".") {
            isInteger = false
            at += 1
            let fraction = addDigits(&at, end)
            exponent = -fraction
            digits += fraction
        }
        guard digits > 0 else { return nil }
        if at < end, at.pointee | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            guard addExponent(&at, end) else { return nil }
        }
        guard at == end else { return nil }
    }

    /// - Returns: how many there are.
    @inline(__always)
    private mutating func addDigits(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Int {
        let first = at
        while end - at >= 8, mantissa < 100_000_000_000, let eight = Self.eightDigits(at) {
            mantissa = mantissa &* 100_000_000 &+ eight
            at += 8
        }
        while at < end {
            let digit = at.pointee &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            if mantissa < 1_000_000_000_000_000_000 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
            } else {
                isExact = false
            }
            at += 1
        }
        return at - first
    }

    /// The number that eight digits make; nil if one of the bytes is no digit.
    @inline(__always)
    private static func eightDigits(_ digits: UnsafePointer<UInt8>) -> UInt64? {
        var word = UInt64(
            littleEndian: UnsafeRawPointer(digits).loadUnaligned(as: UInt64.self))
        word = word &- 0x3030_3030_3030_3030
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

    private mutating func addExponent(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> Bool {
        var sign = 1
        if at < end, at.pointee == UInt8(ascii: "-") || at.pointee == UInt8(ascii: "+") {
            sign = at.pointee == UInt8(ascii: "-") ? -1 : 1
            at += 1
        }
        let first = at
        var value = 0
        while at < end, at.pointee &- UInt8(ascii: "0") < 10 {
            value = min(99_999, value * 10 + Int(at.pointee &- UInt8(ascii: "0")))
            at += 1
        }
        exponent += sign * value
        return at > first
    }
}
