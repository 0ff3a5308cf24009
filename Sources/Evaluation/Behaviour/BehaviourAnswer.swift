import Model
import RunDocument

/// What a model says of one row.
struct BehaviourAnswer {
    private let predictions: Predictions
    private let row: Int

    init(_ predictions: Predictions, row: Int) {
        self.predictions = predictions
        self.row = row
    }

    private var scores: ArraySlice<Double> {
        predictions.scores[row * predictions.width..<(row + 1) * predictions.width]
    }

    var hasScores: Bool { predictions.hasScores }

    /// Whether it can be compared with anything.
    var isFinite: Bool { scores.allSatisfy(\.isFinite) }

    /// The chosen label, as metrics take it: of two labels the second one from a half on, unless
    /// the model says it itself.
    var label: String? {
        guard !predictions.labels.isEmpty else { return nil }
        guard predictions.labels.count == 2, predictions.chosen == nil else {
            return predictions.label(ofRow: row)
        }
        return predictions.labels[predictions.scores[row * 2 + 1] >= 0.5 ? 1 : 0]
    }

    /// The score of a label, or the number of a regression; nil if there is none.
    func score(of label: String?) -> Double? {
        guard let label else { return scores.first }
        guard let index = predictions.labels.firstIndex(of: label) else { return nil }
        return predictions.scores[row * predictions.width + index]
    }

    /// The largest difference of a score, or of the number, to that of another answer.
    func distance(to other: BehaviourAnswer) -> Double {
        zip(scores, other.scores).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    }

    /// As `Gentoo (0.61)`, or a number.
    var text: String {
        guard let label else { return scores.first.map(BehaviourText.number) ?? "nothing" }
        guard hasScores, let score = score(of: label) else { return label }
        return "\(label) (\(BehaviourText.number(score)))"
    }

    /// The label, or the number.
    var json: JSONValue {
        label.map(JSONValue.string) ?? scores.first.map(BehaviourText.json) ?? .null
    }
}
