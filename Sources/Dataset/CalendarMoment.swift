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

    private var hourOfDay: Int? {
        guard let isAfternoon else { return hour }
        guard (1...12).contains(hour) else { return nil }
        return hour % 12 + (isAfternoon ? 12 : 0)
    }

    /// Days since 1970; nil if the month or the year has no such day.
    private var dayNumber: Int? {
        guard let ordinalDay else {
            let date = CivilDay(year: year, month: month, day: day)
            return date.exists ? date.number : nil
        }
        let number = CivilDay(year: year, month: 1, day: 1).number + ordinalDay - 1
        return CivilDay(number: number).year == year ? number : nil
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
