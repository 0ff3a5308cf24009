import Glibc

/// Numbers for people: six digits that count, no exponent where none is needed.
enum NumberText {
    static func plain(_ value: Double) -> String { format("%.6g", value) }

    /// A change with its sign, and what share of the old value it is.
    static func change(from before: Double, to after: Double) -> String {
        let difference = after - before
        guard difference != 0 else { return "none" }
        let text = format("%+.4g", difference)
        guard before != 0 else { return text }
        return "\(text) (\(format("%+.1f", difference / abs(before) * 100)) %)"
    }

    private static func format(_ pattern: String, _ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 400)
        let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, pattern, $0) }
        let digits = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
        return String(decoding: digits.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
