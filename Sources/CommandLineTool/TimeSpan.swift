/// A length of time, as `500ms`, `90s`, `30m`, `2h` or `30d`.
package enum TimeSpan {
    /// Nil for what is none.
    package static func parse(_ text: String) -> Duration? {
        let units: [(String, Duration)] = [
            ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)),
            ("h", .seconds(3600)), ("d", .seconds(86_400)),
        ]
        for (unit, length) in units where text.hasSuffix(unit) {
            guard let count = Double(text.dropLast(unit.count)), count > 0, count <= 1e6 else {
                continue
            }
            return length * count
        }
        return nil
    }
}
