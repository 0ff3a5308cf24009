/// Measures of how much two columns of a sample say of each other, from 0 to 1.
enum Correlation {
    /// The magnitude of Spearman's ρ, of the symmetric Theil's U, or the correlation ratio,
    /// whichever suits the columns, over the rows in which both have a value (Deepchecks
    /// `FeatureFeatureCorrelation`, but for the magnitude: it passes a ρ of -1).
    ///
    /// - Parameter includes: whether a row counts.
    /// - Returns: nil if a column has less than two values.
    static func between(
        _ first: SampleColumn,
        _ second: SampleColumn,
        where includes: (Int) -> Bool = { _ in true }
    ) -> Double? {
        switch (first.numbers, second.numbers) {
        case (.some, .some):
            return spearman(first, second, where: includes)?.magnitude
        case (nil, nil):
            return ContingencyTable(first.codes, second.codes, where: includes)
                .normalizedMutualInformation
        case (let numbers?, nil):
            return correlationRatio(second, numbers, where: includes)
        case (nil, let numbers?):
            return correlationRatio(first, numbers, where: includes)
        }
    }

    /// Pearson's correlation of the ranks; ties have their mean rank.
    private static func spearman(
        _ left: SampleColumn, _ right: SampleColumn, where includes: (Int) -> Bool
    ) -> Double? {
        var count = 0
        var leftCounts = Array(repeating: 0, count: left.count)
        var rightCounts = Array(repeating: 0, count: right.count)
        for row in left.codes.indices {
            let (first, second) = (left.codes[row], right.codes[row])
            guard first >= 0, second >= 0, includes(row) else { continue }
            count += 1
            leftCounts[first] += 1
            rightCounts[second] += 1
        }
        guard count > 1 else { return nil }
        let (leftRanks, rightRanks) = (centeredRanks(leftCounts), centeredRanks(rightCounts))
        var product = 0.0
        for row in left.codes.indices {
            let (first, second) = (left.codes[row], right.codes[row])
            guard first >= 0, second >= 0, includes(row) else { continue }
            product += leftRanks[first] * rightRanks[second]
        }
        let scale =
            (sumOfSquares(leftRanks, leftCounts) * sumOfSquares(rightRanks, rightCounts))
            .squareRoot()
        guard scale > 0 else { return nil }
        return max(-1, min(1, product / scale))
    }

    /// The mean rank of each value, less the mean of all ranks.
    ///
    /// - Parameter counts: how often each value occurs, ascending by value.
    private static func centeredRanks(_ counts: [Int]) -> [Double] {
        let middle = Double(counts.reduce(0, +) + 1) / 2
        var before = 0
        return counts.map { count in
            defer { before += count }
            return Double(before) + Double(count + 1) / 2 - middle
        }
    }

    private static func sumOfSquares(_ ranks: [Double], _ counts: [Int]) -> Double {
        zip(ranks, counts).reduce(0) { $0 + $1.0 * $1.0 * Double($1.1) }
    }

    /// η: the root of the share of the numbers' variance that the categories explain.
    private static func correlationRatio(
        _ categories: SampleColumn, _ numbers: [Double], where includes: (Int) -> Bool
    ) -> Double? {
        var sums = Array(repeating: 0.0, count: categories.count)
        var sizes = Array(repeating: 0, count: categories.count)
        for row in numbers.indices {
            let (code, number) = (categories.codes[row], numbers[row])
            guard code >= 0, !number.isNaN, includes(row) else { continue }
            sums[code] += number
            sizes[code] += 1
        }
        guard sizes.count(where: { $0 > 0 }) > 1 else { return nil }
        let mean = sums.reduce(0, +) / Double(sizes.reduce(0, +))
        var (between, all) = (0.0, 0.0)
        for (sum, size) in zip(sums, sizes) where size > 0 {
            let distance = sum / Double(size) - mean
            between += Double(size) * distance * distance
        }
        for row in numbers.indices {
            let number = numbers[row]
            guard categories.codes[row] >= 0, !number.isNaN, includes(row) else { continue }
            all += (number - mean) * (number - mean)
        }
        guard all > 0, all.isFinite else { return nil }
        return min(1, (between / all).squareRoot())
    }
}
