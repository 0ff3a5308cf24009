import Glibc

/// What one row costs, so that a mean over rows is a metric.
package enum RowLoss: String, CaseIterable, Sendable {
    case logLoss = "log_loss"
    /// 1 for a wrong label; over several labels, the share of wrong ones.
    case zeroOne = "accuracy"
    case squaredError = "mse"
    case absoluteError = "mae"

    /// What suits a task; nil for ranking, whose rows have no loss of their own.
    package static func usual(for rows: ScoredRows) -> RowLoss? {
        switch rows.task {
        case .binary, .multiclass: rows.scoreWidth > 0 ? .logLoss : .zeroOne
        case .multilabel: .zeroOne
        case .regression: .squaredError
        case .ranking: nil
        }
    }

    /// The metric that a mean loss stands for.
    func metric(_ meanLoss: Double) -> Double { self == .zeroOne ? 1 - meanLoss : meanLoss }

    /// The loss of each row; nil if rows of such a task have none.
    package func values(of rows: ScoredRows) -> [Double]? {
        switch (self, rows.truth) {
        case (.logLoss, .classes(let truth)) where rows.scoreWidth > 0:
            logLosses(truth, rows)
        case (.zeroOne, .classes(let truth)):
            zip(truth, rows.predicted).map { $0 == $1 ? 0 : 1 }
        case (.zeroOne, .labelSets(let flags)):
            (0..<rows.rowCount).map { row in
                let width = rows.labels.count
                let wrong = (row * width..<(row + 1) * width).count {
                    flags[$0] != (rows.predicted[$0] == 1)
                }
                return Double(wrong) / Double(width)
            }
        case (.squaredError, .numbers(let truth)) where rows.task == .regression:
            zip(truth, rows.scores).map { ($0 - $1) * ($0 - $1) }
        case (.absoluteError, .numbers(let truth)) where rows.task == .regression:
            zip(truth, rows.scores).map { ($0 - $1).magnitude }
        default: nil
        }
    }

    /// −ln p of the true class, with p kept an epsilon away from 0 and 1, as scikit-learn does.
    private func logLosses(_ truth: [Int32], _ rows: ScoredRows) -> [Double] {
        truth.indices.map { row in
            let probability = Self.probability(of: row, truth, rows)
            return -log(min(max(probability, .ulpOfOne), 1 - .ulpOfOne))
        }
    }

    /// (p − y)² of each row; of several classes the sum over them.
    static func squaredProbabilities(_ truth: [Int32], _ rows: ScoredRows) -> [Double] {
        truth.indices.map { row in
            let own = 1 - probability(of: row, truth, rows)
            guard rows.scoreWidth > 1 else { return own * own }
            return (0..<rows.scoreWidth).reduce(own * own) { sum, label in
                let score = rows.scores[row * rows.scoreWidth + label]
                return label == Int(truth[row]) ? sum : sum + score * score
            }
        }
    }

    /// Of the true class.
    private static func probability(
        of row: Int, _ truth: [Int32], _ rows: ScoredRows
    ) -> Double {
        if rows.scoreWidth == 1 {
            return truth[row] == 1 ? rows.scores[row] : 1 - rows.scores[row]
        }
        return rows.scores[row * rows.scoreWidth + Int(truth[row])]
    }
}
