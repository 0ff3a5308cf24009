/// Reads numbers of a known width.
struct DigitCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    mutating func number(digits: ClosedRange<Int>) -> Int? {
        var value = 0
        let first = index
        while index < bytes.count, index - first < digits.upperBound {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value * 10 + Int(digit)
            index += 1
        }
        return index - first >= digits.lowerBound ? value : nil
    }

    /// Digits after a decimal point as microseconds; what is finer is cut off.
    mutating func fraction() -> Int? {
        let first = index
        guard var value = number(digits: 1...6) else { return nil }
        for _ in (index - first)..<6 { value *= 10 }
        while number(digits: 1...1) != nil {}
        return value
    }
}
