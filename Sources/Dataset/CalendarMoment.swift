/// A date and a time as their parts.
struct CalendarMoment {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var microsecond = 0
    var zoneMinutes = 0

    mutating func set(_ directive: UInt8, from cursor: inout DigitCursor) -> Bool {
        let path: WritableKeyPath<CalendarMoment, Int>
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
