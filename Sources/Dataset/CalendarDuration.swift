/// A duration as XML Schema and ISO 8601 write it, in microseconds.
///
/// XML Schema orders durations only in part: is a month longer than 30 days? Here a month is the
/// Gregorian calendar's average of 2,629,746 seconds, and a year is twelve of them.
package struct CalendarDuration: Hashable, Sendable {
    package let microseconds: Int64

    /// In seconds, the one unit that says all of it.
    package var text: String {
        let (seconds, rest) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let sign = microseconds < 0 ? "-" : ""
        guard rest > 0 else { return "\(sign)PT\(seconds)S" }
        let digits = String(rest)
        let zeros = String(repeating: "0", count: 6 - digits.count)
        return "\(sign)PT\(seconds).\(zeros)\(digits)S"
    }

    private static let dateUnits: [(letter: UInt8, seconds: Int64)] = [
        (UInt8(ascii: "Y"), 31_556_952), (UInt8(ascii: "M"), 2_629_746),
        (UInt8(ascii: "W"), 604_800), (UInt8(ascii: "D"), 86_400),
    ]
    private static let timeUnits: [(letter: UInt8, seconds: Int64)] = [
        (UInt8(ascii: "H"), 3600), (UInt8(ascii: "M"), 60), (UInt8(ascii: "S"), 1),
    ]

    /// Reads `[-]P[n]Y[n]M[n]W[n]DT[n]H[n]M[n[.n]]S`, in this order, at least one part.
    package init?(_ text: String) {
        guard let value = Array(text.utf8).withUnsafeBufferPointer(Self.init) else { return nil }
        self = value
    }

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var cursor = DigitCursor(bytes: bytes)
        let isNegative = cursor.take(UInt8(ascii: "-"))
        guard cursor.take(UInt8(ascii: "P")), !cursor.isAtEnd else { return nil }
        var total: Int64 = 0
        var units = Self.dateUnits[...]
        var isTime = false
        while !cursor.isAtEnd {
            if !isTime, cursor.take(UInt8(ascii: "T")) {
                guard !cursor.isAtEnd else { return nil }
                units = Self.timeUnits[...]
                isTime = true
            }
            guard let part = Self.part(&cursor, &units) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow else { return nil }
            total = sum
        }
        microseconds = isNegative ? -total : total
    }

    /// One number with its unit; the units before that one are used up.
    private static func part(
        _ cursor: inout DigitCursor,
        _ units: inout ArraySlice<(letter: UInt8, seconds: Int64)>
    ) -> Int64? {
        guard let count = cursor.number(digits: 1...12) else { return nil }
        var fraction: Int?
        if cursor.take(UInt8(ascii: ".")) {
            fraction = cursor.fraction()
            guard fraction != nil else { return nil }
        }
        guard let letter = cursor.next, let index = units.firstIndex(where: { $0.letter == letter })
        else { return nil }
        _ = cursor.take(letter)
        let seconds = units[index].seconds
        units = units[(index + 1)...]
        guard fraction == nil || seconds == 1 else { return nil }
        let (value, overflow) = Int64(count).multipliedReportingOverflow(by: seconds * 1_000_000)
        return overflow ? nil : value + Int64(fraction ?? 0)
    }
}
