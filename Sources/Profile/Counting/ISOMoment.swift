/// The dates and times that most tables have: `2013-01-31`, `2013-01-31T10:00:00`, and with a `Z`.
///
/// What it reads, the parsers of the types `date` and `datetime` read too, to the same moment.
enum ISOMoment {
    /// - Returns: microseconds since 1970; nil for any other form, and for what is no moment.
    static func microseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard text.count == 10 || text.count == 19 || text.count == 20, let start = text.baseAddress
        else { return nil }
        guard let century = pair(start), let year = pair(start + 2), start[4] == dash,
            let month = pair(start + 5), start[7] == dash, let day = pair(start + 8),
            1...12 ~= month, day >= 1
        else { return nil }
        let (fullYear, isLeap) = (century * 100 + year, isLeap(century, year))
        guard day <= (month == 2 ? (isLeap ? 29 : 28) : 30 + (month + month >> 3) & 1) else {
            return nil
        }
        let days = days(fullYear, month, day)
        if text.count == 10 { return Int64(days) * 86_400_000_000 }
        guard start[10] == UInt8(ascii: "T"), let hour = pair(start + 11), hour < 24,
            start[13] == colon, let minute = pair(start + 14), minute < 60,
            start[16] == colon, let second = pair(start + 17), second <= 60,
            text.count == 19 || start[19] == UInt8(ascii: "Z")
        else { return nil }
        return Int64(days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000
    }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    @inline(__always)
    private static func pair(_ digits: UnsafePointer<UInt8>) -> Int? {
        let (tens, ones) = (digits[0] &- UInt8(ascii: "0"), digits[1] &- UInt8(ascii: "0"))
        return tens < 10 && ones < 10 ? Int(tens &* 10 &+ ones) : nil
    }

    @inline(__always)
    private static func isLeap(_ century: Int, _ year: Int) -> Bool {
        year != 0 ? year & 3 == 0 : century & 3 == 0
    }

    /// Days since 1970 of a civil date, with years from 0 on, counted from March.
    @inline(__always)
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // 400 years later, so that nothing is negative.
        let shifted = year + (month > 2 ? 400 : 399)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leapDays + dayOfYear - 719_468 - 146_097
    }
}
