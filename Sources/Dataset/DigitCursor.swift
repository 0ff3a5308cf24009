/// Reads numbers and words off a text.
struct DigitCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    /// The next byte; nil at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// - Returns: false if there was none.
    mutating func takeSpaces() -> Bool {
        let first = index
        while let byte = next, byte == 0x20 || (9...13).contains(byte) { index += 1 }
        return index > first
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

    /// `Z` or `±hh:mm`, the colon may be absent.
    mutating func zone(into moment: inout CalendarMoment) -> Bool {
        if take(UInt8(ascii: "Z")) { return true }
        let isEast = take(UInt8(ascii: "+"))
        guard isEast || take(UInt8(ascii: "-")), let hours = number(digits: 2...2), hours < 24
        else { return false }
        _ = take(UInt8(ascii: ":"))
        guard let minutes = number(digits: 2...2), minutes < 60 else { return false }
        moment.zoneMinutes = (isEast ? 1 : -1) * (hours * 60 + minutes)
        return true
    }

    /// Letters, as their place in a list of words in lower case.
    ///
    /// - Parameter isShort: whether the words are written with their first three letters.
    mutating func word(in words: [StaticString], isShort: Bool = false) -> Int? {
        let first = index
        while let byte = next, (0x61...0x7A).contains(byte | 0x20) { index += 1 }
        let letters = bytes[first..<index]
        return words.firstIndex { word in
            word.withUTF8Buffer { word in
                let count = isShort ? Swift.min(3, word.count) : word.count
                return letters.count == count && zip(letters, word).allSatisfy { $0 | 0x20 == $1 }
            }
        }
    }
}
