/// A day of the Gregorian calendar, counted from 1970-01-01.
struct CivilDay: Hashable, Sendable {
    let year: Int
    let month: Int
    let day: Int

    /// Days that stand for no day in databases and programs.
    static let placeholders = [
        CivilDay(year: 1, month: 1, day: 1), CivilDay(year: 1900, month: 1, day: 1),
        CivilDay(year: 1970, month: 1, day: 1), CivilDay(year: 9999, month: 12, day: 31),
    ]

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that a text as `1970-01-01T00:00:00` begins with.
    init?(prefixOf text: String) {
        let parts = text.utf8.prefix(10).split(separator: UInt8(ascii: "-"))
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2
        else { return nil }
        let numbers = parts.compactMap { Int(String(decoding: Array($0), as: UTF8.self)) }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        guard (1...12).contains(month), (1...daysInMonth).contains(day) else { return nil }
    }

    /// Howard Hinnant, chrono-compatible low-level date algorithms, `civil_from_days`.
    init(number: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01 (Hinnant's `days_from_civil`).
    var number: Int {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    var daysInMonth: Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// That many months later, on the last day of the month if there is no such day in it.
    func adding(months: Int) -> CivilDay {
        let count = year * 12 + month - 1 + months
        let first = CivilDay(year: count / 12, month: count % 12 + 1, day: 1)
        return CivilDay(
            year: first.year,
            month: first.month,
            day: min(day, first.daysInMonth)
        )
    }
}
