package import RunDocument

extension Gate {
    /// What a gate is held against: a metric of some rows.
    package struct Evidence: Sendable {
        /// What the rows are called; nil for all of them.
        package var slice: String?
        /// The columns that a slice is told by, as the gate writes them.
        package var selection: JSONValue?
        /// Rows of the slice; nil for all rows.
        package var sliceSize: Int?
        /// Nil if the metric is not defined on these rows.
        package var value: Double?
        /// Nil if there is no baseline, or the metric is not defined for it.
        package var baseline: Double?
        /// Nil if the value is taken for what it is.
        package var intervals: MetricIntervals?

        package init(
            value: Double?, baseline: Double? = nil, intervals: MetricIntervals? = nil,
            slice: String? = nil, sliceSize: Int? = nil
        ) {
            self.value = value
            self.baseline = baseline
            self.intervals = intervals
            self.slice = slice
            self.sliceSize = sliceSize
        }
    }
}
