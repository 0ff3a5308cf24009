/// The area under the receiver operating characteristic.
package enum ROC {
    /// The probability that a positive scores higher than a negative, ties counted half
    /// (Mann–Whitney U); nil if one of the two classes is absent.
    package static func area(isPositive: [Bool], scores: [Double]) -> Double? {
        let positives = isPositive.count { $0 }
        let negatives = isPositive.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start
            var positivesInTie = 0
            while end < order.count, scores[order[end]] == scores[order[start]] {
                if isPositive[order[end]] { positivesInTie += 1 }
                end += 1
            }
            // Ranks start at 1; all rows of a tie share the mean of their ranks.
            rankSum += Double(positivesInTie) * Double(start + 1 + end) / 2
            start = end
        }
        let smallest = Double(positives) * Double(positives + 1) / 2
        return (rankSum - smallest) / (Double(positives) * Double(negatives))
    }

    /// The mean over the classes of each against all others; nil if a class is absent.
    package static func areaOneVersusRest(
        truth: [Int],
        scores: [Double],
        classes: Int
    ) -> Double? {
        var sum = 0.0
        for index in 0..<classes {
            let own = truth.indices.map { scores[$0 * classes + index] }
            guard let area = area(isPositive: truth.map { $0 == index }, scores: own) else {
                return nil
            }
            sum += area
        }
        return sum / Double(classes)
    }
}
