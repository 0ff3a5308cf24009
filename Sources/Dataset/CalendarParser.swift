/// Dates and times by a `strptime` pattern, as microseconds that keep their order.
struct CalendarPattern: Hashable, Sendable {
    private enum Element: Hashable, Sendable {
        case literal(UInt8)
        case directive(UInt8)
        /// `.ffffff`, which may be absent.
        case optionalFraction
        /// `Z` or `±hh:mm`, which may be absent.
        case optionalZone
    }

    private var elements: [Element] = []

    static let date = CalendarPattern(known: "%Y-%m-%d")
    static let time = CalendarPattern(
        known: "%H:%M:%S",
        optional: [.optionalFraction, .optionalZone]
    )
    static let datetime = CalendarPattern(
        known: "%Y-%m-%dT%H:%M:%S",
        optional: [.optionalFraction, .optionalZone]
    )
    static let yearMonth = CalendarPattern(known: "%Y-%m")
    static let year = CalendarPattern(known: "%Y")

    private init(known: StaticString, optional: [Element] = []) {
        elements = (Self.elements(of: "\(known)") ?? []) + optional
    }

    /// - Returns: nil for a directive that is not among `%Y %m %d %H %M %S %f %z %y %%`.
    init?(_ pattern: String) {
        guard let elements = Self.elements(of: pattern) else { return nil }
        self.elements = elements
    }

    private static func elements(of pattern: String) -> [Element]? {
        var elements: [Element] = []
        var bytes = pattern.utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                elements.append(.literal(byte))
                continue
            }
            guard let directive = bytes.next() else { return nil }
            switch directive {
            case UInt8(ascii: "%"): elements.append(.literal(directive))
            case UInt8(ascii: "z"): elements.append(.optionalZone)
            case _ where "YmdHMSfy".utf8.contains(directive):
                elements.append(.directive(directive))
            default: return nil
            }
        }
        return elements
    }

    /// The moment that a text names; nil if the text does not have this form, or names no day.
    func moment(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        var moment = Moment()
        var cursor = DigitCursor(bytes: bytes)
        for element in elements {
            switch element {
            case .literal(let byte): guard cursor.take(byte) else { return nil }
            case .directive(let directive):
                guard moment.set(directive, from: &cursor) else { return nil }
            case .optionalFraction:
                if cursor.take(UInt8(ascii: ".")) {
                    guard let fraction = cursor.fraction() else { return nil }
                    moment.microsecond = fraction
                }
            case .optionalZone: guard moment.setZone(from: &cursor) else { return nil }
            }
        }
        return cursor.isAtEnd ? moment.microseconds : nil
    }
}

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

private struct Moment {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0
    var zoneMinutes = 0

    mutating func set(_ directive: UInt8, from cursor: inout DigitCursor) -> Bool {
        let path: WritableKeyPath<Moment, Int>
        let range: ClosedRange<Int>
        switch directive {
        case UInt8(ascii: "Y"): (path, range) = (\.year, 0...9999)
        case UInt8(ascii: "y"): (path, range) = (\.year, 0...99)
        case UInt8(ascii: "m"): (path, range) = (\.month, 1...12)
        case UInt8(ascii: "d"): (path, range) = (\.day, 1...31)
        case UInt8(ascii: "H"): (path, range) = (\.hour, 0...23)
        case UInt8(ascii: "M"): (path, range) = (\.minute, 0...59)
        case UInt8(ascii: "S"): (path, range) = (\.second, 0...60)
        default:
            guard let fraction = cursor.fraction() else { return false }
            microsecond = fraction
            return true
        }
        let width = directive == UInt8(ascii: "Y") ? 4 : 2
        guard let value = cursor.number(digits: width...width), range.contains(value) else {
            return false
        }
        self[keyPath: path] = value
        // POSIX: 69 to 99 are in the 20th century.
        if directive == UInt8(ascii: "y") { year += value < 69 ? 2000 : 1900 }
        return true
    }

    mutating func setZone(from cursor: inout DigitCursor) -> Bool {
        if cursor.isAtEnd || cursor.take(UInt8(ascii: "Z")) { return true }
        let isEast = cursor.take(UInt8(ascii: "+"))
        guard isEast || cursor.take(UInt8(ascii: "-")),
            let hours = cursor.number(digits: 2...2), hours < 24
        else { return false }
        _ = cursor.take(UInt8(ascii: ":"))
        guard let minutes = cursor.number(digits: 2...2), minutes < 60 else { return false }
        zoneMinutes = (isEast ? 1 : -1) * (hours * 60 + minutes)
        return true
    }

    private var daysInMonth: Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Since 1970; nil if the month has no such day.
    var microseconds: Int64? {
        guard day <= daysInMonth else { return nil }
        // Days from a civil date, counted from March (Hinnant, chrono-compatible algorithms).
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let seconds = (days - 719_468) * 86_400 + hour * 3600 + (minute - zoneMinutes) * 60
        return Int64(seconds + second) * 1_000_000 + Int64(microsecond)
    }
}
