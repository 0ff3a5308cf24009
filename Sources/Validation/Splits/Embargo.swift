package import Dataset

/// A duration of ISO 8601, as `P1D`, `P1M` or `PT12H30M`: how long after the training data the
/// test begins.
package struct Embargo: Hashable, Sendable {
    package let text: String
    /// Years and months, which have no fixed length.
    private(set) var months = 0
    /// The rest, in microseconds.
    private(set) var microseconds: Int64 = 0

    package static let none = Embargo()

    private init() { text = "P0D" }

    /// - Parameter place: where in the schema it stands, for errors.
    /// - Throws: `SchemaError` for what is no such duration.
    package init(_ text: String, at place: String = "mlx:dataset.timeKey.embargo")
        throws(SchemaError)
    {
        self.text = text
        guard read(Array(text.utf8)) else {
            throw .unknownValue(place: place, value: text, known: ["P1D", "P2W", "P1M", "PT12H"])
        }
    }

    /// Reads `P[nY][nM][nW][nD][T[nH][nM][nS]]` with whole numbers, at least one of them.
    private mutating func read(_ bytes: [UInt8]) -> Bool {
        guard bytes.first == UInt8(ascii: "P"), bytes.count > 2 else { return false }
        var isTime = false
        var units = Array("YMWD".utf8)
        var number: Int64?
        for byte in bytes.dropFirst() {
            if byte.isASCIIDigit {
                let digit = Int64(byte - UInt8(ascii: "0"))
                number = (number ?? 0) * 10 + digit
                guard let number, number < 1_000_000 else { return false }
            } else if byte == UInt8(ascii: "T"), !isTime, number == nil {
                isTime = true
                units = Array("HMS".utf8)
            } else {
                // Units come in their order, each once.
                guard let value = number, let place = units.firstIndex(of: byte) else {
                    return false
                }
                // More years than a calendar's moments hold.
                let isLong = !isTime && (byte == UInt8(ascii: "Y") || byte == UInt8(ascii: "M"))
                if isLong, value >= 100_000 { return false }
                units.removeFirst(place + 1)
                add(value, byte, isTime: isTime)
                number = nil
            }
        }
        return number == nil && bytes.last != UInt8(ascii: "T")
    }

    private mutating func add(_ value: Int64, _ unit: UInt8, isTime: Bool) {
        let second: Int64 = 1_000_000
        switch unit {
        case UInt8(ascii: "Y"): months += Int(value) * 12
        case UInt8(ascii: "M") where !isTime: months += Int(value)
        case UInt8(ascii: "M"): microseconds += value * 60 * second
        case UInt8(ascii: "W"): microseconds += value * 7 * 86_400 * second
        case UInt8(ascii: "D"): microseconds += value * 86_400 * second
        case UInt8(ascii: "H"): microseconds += value * 3600 * second
        default: microseconds += value * second
        }
    }

    /// The moment that long after another; months go first, to the end of a shorter month.
    ///
    /// - Parameter moment: microseconds since 1970, up to the year 9999.
    func after(_ moment: Int64) -> Int64 {
        guard months > 0 else { return moment + microseconds }
        let day: Int64 = 86_400_000_000
        let number = (moment >= 0 ? moment : moment - day + 1) / day
        let later = CivilDay(number: Int(number)).adding(months: months)
        return Int64(later.number) * day + (moment - number * day) + microseconds
    }
}
