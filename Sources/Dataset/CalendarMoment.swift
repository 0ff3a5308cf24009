/// A date and a time as their parts.
struct CalendarMoment {
    var year = 1970
    var month = 1
    var day = 1
    /// Of the year, instead of `month` and `day`.
    var ordinalDay: Int?
    var hour = 0
    /// Whether `hour` is counted from noon; nil for a clock of 24 hours.
    var isAfternoon: Bool?
    var minute = 0
    var second = 0
    var microsecond = 0
    var zoneMinutes = 0

    private var isLeapYear: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private var daysInMonth: Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeapYear ? 29 : 28
        default: 31
        }
    }

    private var hourOfDay: Int? {
        guard let isAfternoon else { return hour }
        guard (1...12).contains(hour) else { return nil }
        return hour % 12 + (isAfternoon ? 12 : 0)
    }

    /// Days since 1970; nil if the month or the year has no such day.
    private var dayNumber: Int? {
        if let ordinalDay {
            guard ordinalDay <= (isLeapYear ? 366 : 365) else { return nil }
            return Self.dayNumber(year, 1, 1) + ordinalDay - 1
        }
        return (1...daysInMonth).contains(day) ? Self.dayNumber(year, month, day) : nil
    }

    /// Days from a civil date, counted from March (Hinnant, chrono-compatible algorithms).
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return days - 719_468
    }

    /// Since 1970; nil if there is no such day or hour.
    var microseconds: Int64? {
        guard let dayNumber, let hourOfDay else { return nil }
        let seconds = dayNumber * 86_400 + hourOfDay * 3600 + (minute - zoneMinutes) * 60 + second
        return Int64(seconds) * 1_000_000 + Int64(microsecond)
    }

    /// The century that two digits mean.
    ///
    /// POSIX: 69 to 99 are in the 20th century.
    static func fullYear(_ digits: Int) -> Int { digits + (digits < 69 ? 2000 : 1900) }
}
