package import Dataset
import Expressions
import RunDocument

extension Finding {
    /// The newest value of a date or time column against the clock.
    ///
    /// All times are in microseconds, moments since 1970.
    ///
    /// - Parameters:
    ///   - newest: nil if the column is empty, which fails.
    ///   - type: a date ages from the end of its day on.
    ///   - expected: how the age was written, as `P1D`.
    package init(
        freshnessOf column: String,
        newest: Int64?,
        type: FieldType,
        now: Int64,
        maximumAge: Int64,
        expected: String
    ) {
        let end = newest.map { type == .date ? $0 + 86_400_000_000 : $0 }
        let age = end.map { Double(now) - Double($0) }
        let hours = age.map { ($0 / 36e7).rounded() / 10 }
        self.init(
            "freshness",
            column: column,
            passed: age.map { $0 <= Double(maximumAge) } ?? false,
            observed: hours.map { .string("\($0.ruleText) hours old") } ?? .null,
            expected: "no older than \(expected)",
            message: hours.map { "the newest '\(column)' is \($0.ruleText) hours old" }
                ?? "'\(column)' has no value"
        )
    }
}
