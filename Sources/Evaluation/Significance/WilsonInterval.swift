/// The score interval of a share (Wilson 1927): unlike a bootstrap's it is not empty where all rows
/// agree.
enum WilsonInterval {
    /// - Parameters:
    ///   - share: from 0 to 1.
    ///   - count: of the rows that it is a share of, above 0.
    static func interval(share: Double, count: Int, confidence: Double) -> Interval {
        let reach = NormalDistribution.quantile(1 - (1 - confidence) / 2)
        let (rows, square) = (Double(count), reach * reach)
        let center = (share + square / (2 * rows)) / (1 + square / rows)
        let half =
            reach / (1 + square / rows)
            * (share * (1 - share) / rows + square / (4 * rows * rows)).squareRoot()
        return Interval(max(0, center - half), min(1, center + half))
    }
}
