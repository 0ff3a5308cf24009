package import Dataset

/// A loaded model, which many threads can use at once.
package protocol Predictor: Sendable {
    var metadata: ModelMetadata { get }
    /// What was taken for granted because the model does not say it; a user should know it.
    var assumptions: [String] { get }
    /// Scores each row of a table whose columns are found by name; a column that the model does
    /// not require may be absent.
    ///
    /// - Throws: `ModelError`, `CommandError`.
    func predict(_ table: Table) throws -> Predictions
    /// One pass over a table that comes in pieces.
    ///
    /// - Returns: nil if `predict` costs as little for many pieces as for one.
    func stream() throws -> (any PredictionStream)?
}

extension Predictor {
    package var assumptions: [String] { [] }

    package func stream() throws -> (any PredictionStream)? { nil }
}

/// A table that is scored while it is still being read.
package protocol PredictionStream {
    /// Takes the next rows; answers to earlier ones are read meanwhile.
    func send(_ table: Table) throws
    /// What the model says of all rows that were sent.
    func finish() throws -> Predictions
}
