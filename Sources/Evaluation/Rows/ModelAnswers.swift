import Dataset
import Model
import RunDocument

/// What one model says of all rows, collected batch by batch.
final class ModelAnswers: @unchecked Sendable {
    private let predictor: any Predictor
    /// The order in which scores are kept.
    private let labels: [String]
    /// Of two labels only the positive one's score is kept.
    private let isBinary: Bool
    private let stream: (any PredictionStream)?
    // Written in turn.
    private var scores: [Double] = []
    /// The labels that the model chose by itself; empty if its scores say them.
    private var chosen: [Int32] = []
    private var hasScores = true
    private var tally = OutputTally()
    private let schema: OutputSchema?

    /// - Parameters:
    ///   - truth: rows of the kind that are scored.
    ///   - schema: what is checked of the answers.
    init(
        _ predictor: any Predictor, to truth: ScoredRows, schema: OutputSchema? = nil
    ) throws {
        self.predictor = predictor
        labels = truth.labels
        isBinary = truth.task == .binary && truth.labels.count == 2
        self.schema = schema
        stream = try predictor.stream()
    }

    /// Asks the model, on any thread; nil if it is asked in turn.
    func answer(_ table: Table) throws -> Answer? {
        guard stream == nil else { return nil }
        return answer(try predictor.predict(table), rowCount: table.rowCount)
    }

    /// What a model says of a batch, and what there is to say of that.
    struct Answer: Sendable {
        let predictions: Predictions
        let checks: [Check]
    }

    private func answer(_ predictions: Predictions, rowCount: Int) -> Answer {
        Answer(
            predictions: predictions,
            checks: schema?.checks(predictions, inputRows: rowCount) ?? [])
    }

    /// Keeps the answers to a batch, in turn.
    func take(_ answer: Answer?, _ table: Table) throws {
        if let answer {
            try keep(answer)
        } else {
            try stream?.send(table)
        }
    }

    /// What was found wrong with the answers themselves, once they are all there.
    var outputChecks: [Check] { tally.checks }

    private func keep(_ answer: Answer) throws {
        let width = isBinary ? 1 : max(1, labels.count)
        tally.add(answer.checks, firstRow: scores.count / width)
        try keep(answer.predictions)
    }

    /// All answers beside the truth.
    ///
    /// - Throws: `EvaluationError` if there are too few or too many, or one is no score.
    func finish(_ truth: ScoredRows) throws -> ScoredRows {
        if let stream { try keep(answer(try stream.finish(), rowCount: truth.rowCount)) }
        var rows = truth
        let width = isBinary ? 1 : max(1, labels.count)
        guard scores.count == truth.rowCount * width else {
            throw EvaluationError.wrongRowCount(
                expected: truth.rowCount, found: scores.count / width)
        }
        rows.scores = scores
        rows.scoreWidth = width
        if rows.task == .regression {
            rows.predicted = []
        } else {
            rows.predicted = chosen.isEmpty ? Self.predicted(rows) : chosen
        }
        if !hasScores { (rows.scores, rows.scoreWidth) = ([], 0) }
        return rows
    }

    func keep(_ predictions: Predictions) throws {
        let order = try order(of: predictions.labels)
        hasScores = hasScores && predictions.hasScores
        try ScoreCheck.check(predictions, firstRow: scores.count / max(1, order.count))
        if order == Array(0..<predictions.width) {
            scores += predictions.scores
        } else {
            let width = predictions.width
            for row in 0..<predictions.rowCount {
                for place in order { scores.append(predictions.scores[row * width + place]) }
            }
        }
        if let found = predictions.chosen {
            let places = predictions.labels.map { Int32(labels.firstIndex(of: $0) ?? 0) }
            for place in found { chosen.append(places[place]) }
        }
    }

    /// Where the scores stand that are kept.
    private func order(of found: [String]) throws -> [Int] {
        guard !labels.isEmpty else { return [0] }
        guard found.sorted() == labels.sorted() else {
            throw EvaluationError.otherLabels(expected: labels, found: found)
        }
        let kept = isBinary ? Array(labels.dropFirst()) : labels
        return kept.compactMap { found.firstIndex(of: $0) }
    }

    /// The label of the highest score, the first one of equals; of two labels the positive one
    /// from a half on.
    static func predicted(_ rows: ScoredRows) -> [Int32] {
        guard rows.task == .multiclass else {
            return RowParts.map(rows.scores.count) { rows.scores[$0] >= 0.5 ? 1 : 0 }
        }
        return RowParts.map(rows.rowCount, rows.bestLabel)
    }
}

/// Refuses what is no score.
enum ScoreCheck {
    /// - Parameter firstRow: the number of the first row, from 0, for messages.
    static func check(_ predictions: Predictions, firstRow: Int) throws(EvaluationError) {
        let width = predictions.width
        for (position, score) in predictions.scores.enumerated() {
            let isValid =
                predictions.labels.isEmpty ? score.isFinite : score >= 0 && score <= 1
            guard isValid else {
                throw .invalidScore(
                    row: firstRow + position / width + 1,
                    label: predictions.labels.isEmpty
                        ? nil : predictions.labels[position % width],
                    value: score
                )
            }
        }
    }
}
