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

    @inline(__always)
    private static func eightDigits(_ text: UnsafePointer<UInt8>) -> UInt64? {
        let word = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
        return PackedDecimal.eightDigits(UInt64(littleEndian: word))
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
