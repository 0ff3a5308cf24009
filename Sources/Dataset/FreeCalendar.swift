/// Dates and times in any usual form, for the format `any`.
///
/// As dateutil reads them: `10th Jan 1969 9 am`, `Jan 10, 1969`, `1/10/1969` with the month first
/// unless that is no month. Unlike it, it takes nothing that is absent from today's date.
struct FreeCalendar {
    enum Kind: Sendable {
        case date, time, datetime
    }

    private var moment = CalendarMoment()
    private var month: Int?
    private var hasTime = false
    /// Numbers that are not of the time, with their count of digits.
    private var numbers: [(value: Int, digits: Int)] = []

    /// The moment that a text names, in microseconds since 1970; nil if it names none.
    static func moment(_ bytes: UnsafeBufferPointer<UInt8>, _ kind: Kind) -> Int64? {
        var reader = FreeCalendar()
        var cursor = DigitCursor(bytes: bytes)
        while !cursor.isAtEnd {
            guard reader.readToken(&cursor) else { return nil }
        }
        return reader.result(kind)
    }

    private mutating func readToken(_ cursor: inout DigitCursor) -> Bool {
        guard let byte = cursor.next else { return true }
        if byte &- UInt8(ascii: "0") < 10 { return readNumber(&cursor) }
        if (0x61...0x7A).contains(byte | 0x20) { return readWord(&cursor) }
        if hasTime, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") {
            return cursor.zone(into: &moment)
        }
        return cursor.takeSpaces() || " ,-/.".utf8.contains(byte) && cursor.take(byte)
    }

    private mutating func readNumber(_ cursor: inout DigitCursor) -> Bool {
        var digits = 0
        var value = 0
        while digits <= 14, let digit = cursor.number(digits: 1...1) {
            value = value * 10 + digit
            digits += 1
        }
        guard !hasTime, cursor.take(UInt8(ascii: ":")) else {
            if digits == 8, numbers.isEmpty {
                numbers = [(value / 10_000, 4), (value / 100 % 100, 2), (value % 100, 2)]
                return true
            }
            numbers.append((value, digits))
            return digits <= 4
        }
        guard value < 24, let minute = cursor.number(digits: 2...2), minute < 60 else {
            return false
        }
        (moment.hour, moment.minute, hasTime) = (value, minute, true)
        guard cursor.take(UInt8(ascii: ":")) else { return true }
        guard let second = cursor.number(digits: 2...2), second <= 60 else { return false }
        moment.second = second
        if cursor.take(UInt8(ascii: ".")) {
            guard let fraction = cursor.fraction() else { return false }
            moment.microsecond = fraction
        }
        return true
    }

    private mutating func readWord(_ cursor: inout DigitCursor) -> Bool {
        let start = cursor
        func find(_ words: [StaticString], isShort: Bool = false) -> Int? {
            cursor = start
            return cursor.word(in: words, isShort: isShort)
        }
        if let half = find(CalendarWord.halves) { return setHalf(isAfternoon: half == 1) }
        let name = find(CalendarWord.months) ?? find(CalendarWord.months, isShort: true)
        if let name {
            guard month == nil else { return false }
            month = name + 1
            return true
        }
        if hasTime, find(CalendarWord.zones) != nil { return true }
        if find(CalendarWord.weekdays) != nil { return true }
        if find(CalendarWord.weekdays, isShort: true) != nil { return true }
        return find(["st", "nd", "rd", "th", "of", "at", "t"]) != nil && !numbers.isEmpty
    }

    private mutating func setHalf(isAfternoon: Bool) -> Bool {
        if !hasTime {
            guard let hour = numbers.popLast(), hour.digits <= 2 else { return false }
            (moment.hour, hasTime) = (hour.value, true)
        }
        moment.isAfternoon = isAfternoon
        return true
    }

    private mutating func result(_ kind: Kind) -> Int64? {
        if kind == .time {
            return hasTime && numbers.isEmpty && month == nil ? moment.microseconds : nil
        }
        guard kind == .datetime || !hasTime, setDate() else { return nil }
        return moment.microseconds
    }

    /// Gives the numbers their meaning: with a month's name day and year, otherwise all three.
    private mutating func setDate() -> Bool {
        guard numbers.count == (month == nil ? 3 : 2) else { return false }
        let first = numbers[0]
        let isYearFirst = first.digits > 2 || first.value > 31
        let year = isYearFirst ? numbers.removeFirst() : numbers.removeLast()
        guard year.digits == 4 || year.digits <= 2 else { return false }
        moment.year = year.digits <= 2 ? CalendarMoment.fullYear(year.value) : year.value
        var rest = numbers.map(\.value)
        if month == nil, rest.count == 2 {
            // The month stands first, but where that is no month.
            let isDayFirst = !isYearFirst && rest[0] > 12
            month = rest.remove(at: isDayFirst ? 1 : 0)
        }
        guard let month, (1...12).contains(month), let day = rest.first else { return false }
        (moment.month, moment.day) = (month, day)
        return true
    }
}
