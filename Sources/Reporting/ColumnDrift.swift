/// How far a column moved from its reference, and whether that is too far.
package struct ColumnDrift: Hashable, Sendable {
    package var column: String
    /// The statistic, as `wasserstein`.
    package var method: String
    package var value: Double
    package var threshold: Double
    package var drifted: Bool

    package init(
        column: String,
        method: String,
        value: Double,
        threshold: Double,
        drifted: Bool
    ) {
        self.column = column
        self.method = method
        self.value = value
        self.threshold = threshold
        self.drifted = drifted
    }
}
