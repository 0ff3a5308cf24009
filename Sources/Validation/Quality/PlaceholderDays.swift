import Dataset

extension CivilDay {
    /// Days that stand for no day in databases and programs.
    static let placeholders = [
        CivilDay(year: 1, month: 1, day: 1), CivilDay(year: 1900, month: 1, day: 1),
        CivilDay(year: 1970, month: 1, day: 1), CivilDay(year: 9999, month: 12, day: 31),
    ]

    /// The day that a text as `1970-01-01T00:00:00` begins with.
    init?(prefixOf text: String) {
        let parts = text.utf8.prefix(10).split(separator: UInt8(ascii: "-"))
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2
        else { return nil }
        let numbers = parts.compactMap { Int(String(decoding: Array($0), as: UTF8.self)) }
        guard numbers.count == 3 else { return nil }
        self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        guard exists else { return nil }
    }
}
