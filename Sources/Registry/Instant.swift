/// A moment, in seconds since 1970 in UTC, read from ISO 8601.
package struct Instant: Hashable, Comparable, Sendable {
    package let seconds: Double

    package static func < (one: Instant, other: Instant) -> Bool { one.seconds < other.seconds }

    /// Reads `2026-11-20T12:00:00Z`, with a fraction or an offset as `+01:00` where there is one.
    ///
    /// A date alone is the last moment of that day, and a time without a zone is in UTC.
    ///
    /// - Throws: `RegistryError.invalidTime`.
    package init(_ text: String) throws(RegistryError) {
        guard let seconds = Self.seconds(text) else { throw .invalidTime(text) }
        self.seconds = seconds
    }

    private static func seconds(_ text: String) -> Double? {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2),
            reader.take("-"), let day = reader.number(2),
            (1...12).contains(month), (1...daysInMonth(month, year)).contains(day)
        else { return nil }
        let midnight = Double(days(year, month, day) * 86_400)
        if reader.isAtEnd { return midnight + 86_399.999_999 }
        guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.number(2),
            reader.take(":"), let minute = reader.number(2), hour < 24, minute < 60
        else { return nil }
        var second = 0.0
        if reader.take(":") {
            // A leap second is the one after the minute.
            guard let whole = reader.number(2), whole <= 60 else { return nil }
            second = Double(whole)
            if reader.take(".") || reader.take(",") {
                guard let fraction = reader.fraction() else { return nil }
                second += fraction
            }
        }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        return midnight + Double(hour * 3600 + minute * 60 - offset) + second
    }

    private static func daysInMonth(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-compatible
    /// low-level date algorithms", 2013).
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// Reads the parts of a time from left to right.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        rest.removeFirst(digits)
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    mutating func fraction() -> Double? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest.removeFirst(digits.count)
        return digits.reversed().reduce(0) { ($0 + Double($1 - 0x30)) / 10 }
    }

    /// Seconds east of UTC; 0 where nothing is said.
    mutating func offset() -> Int? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), hours < 24 else { return nil }
        _ = take(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
