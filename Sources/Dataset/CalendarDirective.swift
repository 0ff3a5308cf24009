/// One part of a `strptime` pattern that stands for a part of a date or a time.
enum CalendarDirective: UInt8, Hashable, Sendable {
    case year = 0x59  // Y
    case shortYear = 0x79  // y
    case month = 0x6D  // m
    case monthName = 0x42  // B
    case shortMonthName = 0x62  // b
    case day = 0x64  // d
    case ordinalDay = 0x6A  // j
    case weekday = 0x41  // A
    case shortWeekday = 0x61  // a
    case hour = 0x48  // H
    case shortHour = 0x49  // I
    case half = 0x70  // p
    case minute = 0x4D  // M
    case second = 0x53  // S
    case fraction = 0x66  // f
    case zone = 0x7A  // z
    case zoneName = 0x5A  // Z

    /// What a number may be, and its digits at most; nil if the part is no number.
    private var limits: (range: ClosedRange<Int>, digits: Int)? {
        switch self {
        case .year: (0...9999, 4)
        case .shortYear: (0...99, 2)
        case .month: (1...12, 2)
        case .day: (1...31, 2)
        case .ordinalDay: (1...366, 3)
        case .hour: (0...23, 2)
        case .shortHour: (1...12, 2)
        case .minute: (0...59, 2)
        case .second: (0...60, 2)
        default: nil
        }
    }

    /// Whether a number may have fewer digits, as C and Python read it.
    private var mayBeShort: Bool { self != .year && self != .shortYear }

    /// Reads its part of a text.
    ///
    /// - Parameter isStrict: whether numbers must have all their digits.
    func read(
        _ cursor: inout DigitCursor,
        into moment: inout CalendarMoment,
        isStrict: Bool
    ) -> Bool {
        guard let (range, digits) = limits else { return readName(&cursor, into: &moment) }
        let fewest = mayBeShort && !isStrict ? 1 : digits
        guard let value = cursor.number(digits: fewest...digits), range.contains(value) else {
            return false
        }
        set(value, in: &moment)
        return true
    }

    private func set(_ value: Int, in moment: inout CalendarMoment) {
        switch self {
        case .year: moment.year = value
        case .shortYear: moment.year = CalendarMoment.fullYear(value)
        case .month: moment.month = value
        case .day: moment.day = value
        case .ordinalDay: moment.ordinalDay = value
        case .minute: moment.minute = value
        case .second: moment.second = value
        case .shortHour:
            moment.hour = value
            // A clock of 12 hours starts in the morning unless `%p` says otherwise.
            moment.isAfternoon = moment.isAfternoon ?? false
        default: moment.hour = value
        }
    }

    private func readName(_ cursor: inout DigitCursor, into moment: inout CalendarMoment) -> Bool {
        switch self {
        case .fraction:
            guard let fraction = cursor.fraction() else { return false }
            moment.microsecond = fraction
            return true
        case .monthName, .shortMonthName:
            let isShort = self == .shortMonthName
            guard let index = cursor.word(in: CalendarWord.months, isShort: isShort) else {
                return false
            }
            moment.month = index + 1
            return true
        case .weekday, .shortWeekday:
            let isShort = self == .shortWeekday
            return cursor.word(in: CalendarWord.weekdays, isShort: isShort) != nil
        case .half:
            guard let index = cursor.word(in: CalendarWord.halves) else { return false }
            moment.isAfternoon = index == 1
            return true
        case .zoneName: return cursor.word(in: CalendarWord.zones) != nil
        default: return !cursor.isAtEnd && cursor.zone(into: &moment)
        }
    }
}

/// Names of the C locale, in lower case.
enum CalendarWord {
    static let months: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]
    static let weekdays: [StaticString] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    static let halves: [StaticString] = ["am", "pm"]
    static let zones: [StaticString] = ["utc", "gmt", "z"]
}
