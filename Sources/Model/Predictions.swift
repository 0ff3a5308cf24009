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
    /// The position of the label that the model chose for each row; nil if the highest score says.
    ///
    /// A model with a threshold of its own chooses another one.
    package let chosen: [Int]?

    package init(rowCount: Int, labels: [String], scores: [Double], chosen: [Int]? = nil) {
        self.rowCount = rowCount
        self.labels = labels
        self.scores = scores
        self.chosen = chosen
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
        chosen = nil
        hasScores = false
    }

    /// Scores a row: the number of labels, 1 for a regression.
    package var width: Int { max(1, labels.count) }

    /// The position of the label that was chosen for a row, else that of its highest score; the
    /// first one of equals.
    package func labelIndex(ofRow row: Int) -> Int {
        if let chosen { return chosen[row] }
        var best = 0
        for index in 1..<max(width, 1)
        where scores[row * width + index] > scores[row * width + best] {
            best = index
        }
        return best
    }

    package func label(ofRow row: Int) -> String { labels[labelIndex(ofRow: row)] }
}
