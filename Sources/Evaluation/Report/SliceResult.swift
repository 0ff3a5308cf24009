/// A part of the rows.
package struct SliceResult: Hashable, Sendable {
    /// As `island = Dream`, `body_mass_g in [3550, 4050)`, or an expression.
    package var name: String
    /// What it is one slice of, as `island`; slices of one dimension are compared for gaps.
    package var dimension: String
    package var rowCount: Int
    package var metrics: [String: Double?]
    package var baseline: [String: Double?] = [:]
    package var intervals: [String: Interval] = [:]

    package init(
        name: String,
        dimension: String,
        rowCount: Int,
        metrics: [String: Double?],
        baseline: [String: Double?] = [:],
        intervals: [String: Interval] = [:]
    ) {
        self.name = name
        self.dimension = dimension
        self.rowCount = rowCount
        self.metrics = metrics
        self.baseline = baseline
        self.intervals = intervals
    }
}
