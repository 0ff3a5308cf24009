/// How far predicted numbers are from the true ones.
package struct ResidualSummary: Hashable, Sendable {
    /// Predicted − true, in bins of one width.
    package struct Bin: Hashable, Sendable {
        package var lower: Double
        package var upper: Double
        package var weight: Double

        package init(
            lower: Double,
            upper: Double,
            weight: Double
        ) {
            self.lower = lower
            self.upper = upper
            self.weight = weight
        }
    }

    package var histogram: [Bin]
    /// True value to predicted value, at most some hundreds of rows, evenly chosen.
    package var sample: [CurvePoint]

    package init(
        histogram: [Bin],
        sample: [CurvePoint]
    ) {
        self.histogram = histogram
        self.sample = sample
    }
}
