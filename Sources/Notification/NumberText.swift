import Glibc

/// Numbers for people: six digits that count, no exponent where none is needed.
enum NumberText {
    static func plain(_ value: Double) -> String { format("%.6g", value) }

    /// A change with its sign, and what share of the old value it is.
    static func change(from before: Double, to after: Double) -> String {
        let difference = after - before
        guard difference != 0 else { return "no change" }
        let text = signed("%+.4g", difference)
        guard before != 0 else { return text }
        return "\(text) (\(signed("%+.1f", difference / abs(before) * 100)) %)"
    }

    /// A count with its thousands apart, as `12,043`.
    static func count(_ value: Int) -> String {
        var digits = String(value)
        var place = digits.utf8.count - 3
        while place > (value < 0 ? 1 : 0) {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
            place -= 3
        }
        return digits
    }

    /// With the sign of mathematics: a hyphen is easily overlooked.
    private static func signed(_ pattern: String, _ value: Double) -> String {
        let text = format(pattern, value)
        return text.hasPrefix("-") ? "−\(text.dropFirst())" : text
    }

    private static func format(_ pattern: String, _ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 400)
        let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, pattern, $0) }
        let digits = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
        return String(decoding: digits.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
