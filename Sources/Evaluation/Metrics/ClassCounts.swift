import Glibc

/// Precision, recall and F1 of a class, or their mean over classes.
package struct ClassScores: Hashable, Sendable {
    package let precision: Double
    package let recall: Double
    package let f1: Double
}

package enum Average: String, CaseIterable, Sendable { case micro, macro, weighted }

/// What can be told from a confusion matrix alone.
struct ClassCounts {
    let hits: [Double]
    let support: [Double]
    let predicted: [Double]
    let total: Double
    /// The classes that a mean is over, as scikit-learn takes them.
    let present: [Int]

    init(_ matrix: ConfusionMatrix) {
        present = matrix.present
        let classes = 0..<matrix.classCount
        hits = classes.map { matrix[$0, $0] }
        support = classes.map { row in classes.reduce(0) { $0 + matrix[row, $1] } }
        predicted = classes.map { column in classes.reduce(0) { $0 + matrix[$1, column] } }
        total = support.reduce(0, +)
    }

    /// - Parameters: of each class; for labels of which a row may have several.
    init(hits: [Double], support: [Double], predicted: [Double], total: Double) {
        self.hits = hits
        self.support = support
        self.predicted = predicted
        self.total = total
        present = Array(hits.indices)
    }

    var accuracy: Double { hits.reduce(0, +) / total }

    /// The mean recall over the classes that occur.
    var balancedAccuracy: Double {
        let recalls = support.indices.filter { support[$0] > 0 }.map { hits[$0] / support[$0] }
        return recalls.reduce(0, +) / Double(recalls.count)
    }

    /// A ratio with nothing below the line is 0, as with scikit-learn's `zero_division`.
    func scores(ofClass index: Int) -> ClassScores {
        Self.scores(hits: hits[index], predicted: predicted[index], support: support[index])
    }

    /// The mean over the classes.
    func scores(_ average: Average) -> ClassScores {
        let weights: [Double]
        switch average {
        case .micro:
            return Self.scores(
                hits: hits.reduce(0, +),
                predicted: predicted.reduce(0, +),
                support: support.reduce(0, +)
            )
        case .macro: weights = present.map { _ in 1 / Double(present.count) }
        case .weighted:
            let sum = present.reduce(0) { $0 + support[$1] }
            weights = present.map { sum == 0 ? 0 : support[$0] / sum }
        }
        let scores = present.map(scores(ofClass:))
        func mean(_ member: (ClassScores) -> Double) -> Double {
            zip(scores, weights).reduce(0) { $0 + member($1.0) * $1.1 }
        }
        return ClassScores(
            precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
    }

    /// Cohen's κ: the agreement beyond what the two frequencies bring about; undefined if they
    /// leave no room for any.
    var kappa: Double? {
        let expected = zip(support, predicted).reduce(0) { $0 + $1.0 * $1.1 } / total
        let room = total - expected
        guard room.magnitude > 1e-12 * total else { return nil }
        return 1 - (total - hits.reduce(0, +)) / room
    }

    /// Matthews' correlation of truth and prediction, for any number of classes (Gorodkin 2004);
    /// 0 if either is constant.
    var matthewsCorrelation: Double {
        let hit = hits.reduce(0, +)
        func product(_ left: [Double], _ right: [Double]) -> Double {
            zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let both = hit * total - product(support, predicted)
        let ofPredicted = total * total - product(predicted, predicted)
        let ofTruth = total * total - product(support, support)
        let isConstant =
            ofPredicted <= 1e-12 * total * total || ofTruth <= 1e-12 * total * total
        return isConstant ? 0 : both / sqrt(ofPredicted * ofTruth)
    }

    private static func scores(hits: Double, predicted: Double, support: Double) -> ClassScores {
        func ratio(_ part: Double, _ whole: Double) -> Double { whole == 0 ? 0 : part / whole }
        return ClassScores(
            precision: ratio(hits, predicted),
            recall: ratio(hits, support),
            f1: ratio(2 * hits, predicted + support)
        )
    }
}
