/// What a model says of each row.
package struct Predictions: Sendable {
    package let rowCount: Int
    /// By the position of their score; empty for a regression.
    package let labels: [String]
    /// Row by row: a probability a label, or one value.
    package let scores: [Double]
    /// False if the model only names a label: that label's score is 1 and every other's 0, and
    /// metrics of scores (ROC AUC, log loss, calibration) mean nothing.
    package let hasScores: Bool

    package init(rowCount: Int, labels: [String], scores: [Double]) {
        self.rowCount = rowCount
        self.labels = labels
        self.scores = scores
        hasScores = true
    }

    /// The answers of a model that gives no scores.
    ///
    /// - Parameter predicted: the position of each row's label.
    package init(labels: [String], predicted: [Int]) {
        rowCount = predicted.count
        self.labels = labels
        var scores = [Double](repeating: 0, count: predicted.count * labels.count)
        for (row, label) in predicted.enumerated() { scores[row * labels.count + label] = 1 }
        self.scores = scores
        hasScores = false
    }

    /// Scores a row: the number of labels, 1 for a regression.
    package var width: Int { max(1, labels.count) }

    /// The position of the highest score of a row; the first one of equals.
    package func labelIndex(ofRow row: Int) -> Int {
        var best = 0
        for index in 1..<max(width, 1)
        where scores[row * width + index] > scores[row * width + best] {
            best = index
        }
        return best
    }

    package func label(ofRow row: Int) -> String { labels[labelIndex(ofRow: row)] }
}
