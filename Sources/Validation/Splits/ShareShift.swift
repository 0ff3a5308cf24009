/// How the shares of categories differ between two samples.
struct ShareShift {
    /// ½Σ|p−q|, from 0 to 1.
    private(set) var totalVariation = 0.0
    /// Pearson's statistic of homogeneity, of the 2×k table.
    private(set) var chiSquared = 0.0
    private let freedom: Double

    /// - Parameters: how often each category occurs; neither is without any.
    init(_ left: [Int], _ right: [Int]) {
        freedom = Double(left.count - 1)
        let leftTotal = Double(left.reduce(0, +))
        let rightTotal = Double(right.reduce(0, +))
        for (first, second) in zip(left, right) {
            totalVariation += abs(Double(first) / leftTotal - Double(second) / rightTotal) / 2
            let share = Double(first + second) / (leftTotal + rightTotal)
            for (count, total) in [(first, leftTotal), (second, rightTotal)] where share > 0 {
                let expected = share * total
                chiSquared += (Double(count) - expected) * (Double(count) - expected) / expected
            }
        }
    }

    /// Whether χ² is above its 95 % quantile, by Wilson and Hilferty's cube root (1931), which is
    /// within 2 % of it.
    var isSignificant: Bool {
        guard freedom > 0 else { return false }
        let spread = 2 / (9 * freedom)
        let root = 1 - spread + 1.644_853_626_951_472_7 * spread.squareRoot()
        return chiSquared > freedom * root * root * root
    }
}
