/// A length of time as a project file writes it.
package enum Timeout {
    /// Reads `90s`, `30m` or `2h`.
    package static func parse(_ text: String) throws(ProcessError) -> Duration {
        let seconds = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last, let factor = seconds[String(unit)],
            let count = Int(text.dropLast()), count > 0, count <= 1_000_000
        else { throw .invalidTimeout(text: text) }
        return .seconds(count * factor)
    }
}
