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
        switch (first, second) {
        case (.numbers(let left), .numbers(let right)):
            return spearman(left, right, where: includes)?.magnitude
        case (.categories(let left, _), .categories(let right, _)):
            return ContingencyTable(left, right, where: includes).normalizedMutualInformation
        case (.numbers(let numbers), .categories(let codes, let count)),
            (.categories(let codes, let count), .numbers(let numbers)):
            return correlationRatio(codes, count: count, numbers, where: includes)
        }
    }

    /// Pearson's correlation of the ranks; ties have their mean rank.
    private static func spearman(
        _ left: [Double],
        _ right: [Double],
        where includes: (Int) -> Bool
    ) -> Double? {
        let indices = left.indices.filter {
            includes($0) && !left[$0].isNaN && !right[$0].isNaN
        }
        return pearson(ranks(indices.map { left[$0] }), ranks(indices.map { right[$0] }))
    }

    /// Places from 1 in ascending order.
    static func ranks(_ values: [Double]) -> [Double] {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = Array(repeating: 0.0, count: values.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }

    static func pearson(_ left: [Double], _ right: [Double]) -> Double? {
        let count = Double(left.count)
        guard left.count > 1 else { return nil }
        let leftMean = left.reduce(0, +) / count
        let rightMean = right.reduce(0, +) / count
        var (product, leftSquares, rightSquares) = (0.0, 0.0, 0.0)
        for (first, second) in zip(left, right) {
            product += (first - leftMean) * (second - rightMean)
            leftSquares += (first - leftMean) * (first - leftMean)
            rightSquares += (second - rightMean) * (second - rightMean)
        }
        let scale = (leftSquares * rightSquares).squareRoot()
        guard scale > 0, scale.isFinite else { return nil }
        return max(-1, min(1, product / scale))
    }

    /// η: the root of the share of the numbers' variance that the categories explain.
    private static func correlationRatio(
        _ codes: [Int],
        count: Int,
        _ numbers: [Double],
        where includes: (Int) -> Bool
    ) -> Double? {
        let indices = codes.indices.filter {
            includes($0) && codes[$0] >= 0 && !numbers[$0].isNaN
        }
        guard indices.count > 1 else { return nil }
        var (sums, sizes) = (Array(repeating: 0.0, count: count), Array(repeating: 0, count: count))
        for index in indices {
            sums[codes[index]] += numbers[index]
            sizes[codes[index]] += 1
        }
        guard sizes.count(where: { $0 > 0 }) > 1 else { return nil }
        let mean = sums.reduce(0, +) / Double(indices.count)
        var (between, all) = (0.0, 0.0)
        for (sum, size) in zip(sums, sizes) where size > 0 {
            let distance = sum / Double(size) - mean
            between += Double(size) * distance * distance
        }
        for index in indices { all += (numbers[index] - mean) * (numbers[index] - mean) }
        guard all > 0, all.isFinite else { return nil }
        return min(1, (between / all).squareRoot())
    }
}
