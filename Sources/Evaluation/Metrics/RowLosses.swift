import Dataset

/// What each row adds to a mean.
package enum RowLosses {
    /// −ln p of the true class, p kept an epsilon away from 0 and 1.
    package static func logarithmic(_ rows: ScoredRows, _ truth: [Int32]) -> [Double] {
        map(truth.count) {
            -logarithm(min(max(probability(of: $0, rows, truth), .ulpOfOne), 1 - .ulpOfOne))
        }
    }

    /// (p − y)²; of several classes the sum over them.
    static func squaredProbability(_ rows: ScoredRows, _ truth: [Int32]) -> [Double] {
        let width = rows.scoreWidth
        return map(truth.count) { row in
            if rows.task == .binary {
                let error = 1 - probability(of: row, rows, truth)
                return error * error
            }
            var sum = 0.0
            for label in 0..<width {
                let score = rows.scores[row * width + label]
                let error = label == Int(truth[row]) ? 1 - score : score
                sum += error * error
            }
            return sum
        }
    }

    private static func probability(of row: Int, _ rows: ScoredRows, _ truth: [Int32]) -> Double {
        if rows.task == .binary {
            return truth[row] == 1 ? rows.scores[row] : 1 - rows.scores[row]
        }
        return rows.scores[row * rows.scoreWidth + Int(truth[row])]
    }

    private static func map(_ count: Int, _ value: (Int) -> Double) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { values, initialized in
            for row in 0..<count { values[row] = value(row) }
            initialized = count
        }
    }
}
