import Glibc

/// Two models' right and wrong answers to the same rows.
package struct PairedAccuracy: Hashable, Sendable {
    /// Rows that only the candidate got right.
    package let gained: Int
    /// Rows that only the baseline got right.
    package let lost: Int
    package let rowCount: Int

    package init(gained: Int, lost: Int, rowCount: Int) {
        self.gained = gained
        self.lost = lost
        self.rowCount = rowCount
    }

    /// Nil where rows are weighted, or have no classes.
    package init?(_ candidate: ScoredRows, _ baseline: ScoredRows) {
        guard case .classes(let truth) = candidate.truth, candidate.weights == nil else {
            return nil
        }
        var (gained, lost) = (0, 0)
        for (row, label) in truth.enumerated() {
            let isRight = candidate.predicted[row] == label
            guard isRight != (baseline.predicted[row] == label) else { continue }
            if isRight { gained += 1 } else { lost += 1 }
        }
        self.init(gained: gained, lost: lost, rowCount: truth.count)
    }

    /// McNemar's exact test, two-sided: how likely at least so uneven a split is if both are as
    /// good (McNemar 1947).
    package var pValue: Double {
        let (few, all) = (min(gained, lost), gained + lost)
        guard all > 0 else { return 1 }
        var sum = 0.0
        for count in 0...few { sum += exp(logarithmOfBinomial(all, count)) }
        return min(1, 2 * sum)
    }

    /// ln of the share of fair throws that give `count` of `all`.
    private func logarithmOfBinomial(_ all: Int, _ count: Int) -> Double {
        lgamma(Double(all + 1)) - lgamma(Double(count + 1)) - lgamma(Double(all - count + 1))
            - Double(all) * M_LN2
    }

    /// The range of the difference of the accuracies by Tango's score (1998): it holds 0 exactly
    /// if McNemar's test without correction does not reject.
    package func changeInterval(confidence: Double) -> Interval? {
        guard rowCount > 0 else { return nil }
        let reach = NormalDistribution.quantile(1 - (1 - confidence) / 2)
        let center = Double(gained - lost) / Double(rowCount)
        return Interval(
            bound(from: center, to: -1) { $0 >= reach }, bound(from: center, to: 1) { $0 <= -reach }
        )
    }

    /// Where the score passes its limit, between a difference that does not and one that does.
    private func bound(from center: Double, to end: Double, _ isBeyond: (Double) -> Bool) -> Double
    {
        var (inner, outer) = (center, end)
        for _ in 0..<60 {
            let middle = (inner + outer) / 2
            if isBeyond(score(middle)) { outer = middle } else { inner = middle }
        }
        return inner
    }

    /// How many standard errors the gain is above a difference, if that is the true one.
    private func score(_ difference: Double) -> Double {
        let (count, gained, lost) = (Double(rowCount), Double(gained), Double(lost))
        let square = 2 * count
        let linear = -gained - lost + (2 * count - gained + lost) * difference
        let constant = -lost * difference * (1 - difference)
        let root = max(0, linear * linear - 4 * square * constant).squareRoot()
        let share = (root - linear) / (2 * square)
        let variance = count * (2 * share + difference * (1 - difference))
        let distance = gained - lost - count * difference
        guard variance > 0 else {
            return distance == 0 ? 0 : distance.sign == .plus ? .infinity : -.infinity
        }
        return distance / variance.squareRoot()
    }
}
