package import Dataset

/// A loaded model, which many threads can use at once.
package protocol Predictor: Sendable {
    var metadata: ModelMetadata { get }
    /// Scores each row of a table whose columns are found by name; a column that the model does
    /// not require may be absent.
    ///
    /// - Throws: `ModelError`.
    func predict(_ table: Table) throws -> Predictions
}

/// What a model says of each row.
package struct Predictions: Sendable {
    package let rowCount: Int
    /// By the position of their score; empty for a regression.
    package let labels: [String]
    /// Row by row: a probability a label, or one value.
    package let scores: [Double]

    package init(rowCount: Int, labels: [String], scores: [Double]) {
        self.rowCount = rowCount
        self.labels = labels
        self.scores = scores
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

/// The runtimes, by the format of the model.
package enum Predictors {
    package static func load(_ directory: ModelDirectory, threads: Int = 1) throws
        -> any Predictor
    {
        try XGBoostPredictor(directory, threads: threads)
    }
}
