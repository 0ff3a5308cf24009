/// A length of time, as `500ms`, `90s`, `30m` or `2h`.
enum TimeSpan {
    static func parse(_ text: String) throws(UsageError) -> Duration {
        let units: [(String, Duration)] = [
            ("ms", .milliseconds(1)), ("s", .seconds(1)), ("m", .seconds(60)),
            ("h", .seconds(3600)),
        ]
        for (unit, length) in units where text.hasSuffix(unit) {
            guard let count = Double(text.dropLast(unit.count)), count > 0, count <= 1e6 else {
                break
            }
            return length * count
        }
        throw UsageError(message: "'\(text)' is no length of time", hint: "write 500ms, 90s or 2m")
    }
}
