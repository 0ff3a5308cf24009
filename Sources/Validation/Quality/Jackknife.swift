/// The uncertainty of a statistic of a sample of rows, whatever it is.
enum Jackknife {
    private static let groups = 20
    /// Student's t with 19 degrees of freedom, 99 % two-sided.
    private static let quantile = 2.860_934_606_449_914

    /// Where the whole table's value is likely to be, by leaving out every twentieth row in turn.
    ///
    /// The delete-a-group jackknife (Kott, 2001), clamped to 0 and 1.
    ///
    /// - Parameters:
    ///   - value: of all rows of the sample.
    ///   - runs: a number for each row; rows with the same one stay together.
    ///   - statistic: of those rows for which the function it is given holds.
    static func interval(
        of value: Double,
        runs: [Int],
        _ statistic: ((Int) -> Bool) -> Double?
    ) -> ClosedRange<Double> {
        let replicates = (0..<groups).compactMap { group in
            statistic { runs[$0] % groups != group }
        }
        guard replicates.count == groups else { return 0...1 }
        let mean = replicates.reduce(0, +) / Double(groups)
        let squares = replicates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let reach = quantile * (squares * Double(groups - 1) / Double(groups)).squareRoot()
        return min(1, max(0, value - reach))...max(0, min(1, value + reach))
    }
}
