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

    /// Whether a χ² as large has a probability below 5 % if both samples are of the same source.
    var isSignificant: Bool {
        freedom > 0 && upperGammaShare(freedom / 2, chiSquared / 2) < 0.05
    }
}
