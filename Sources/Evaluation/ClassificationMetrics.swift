/// How well classes and their probabilities are predicted, by scikit-learn's definitions.
package struct ClassificationMetrics: Sendable {
    /// Labels by the position of their score.
    package let labels: [String]
    /// Rows are the true classes, columns the predicted ones.
    package let confusion: [[Int]]
    package let values: [String: Double?]

    /// Computes all metrics in one go.
    ///
    /// - Parameters:
    ///   - truth: the class of each row, as a position in `labels`.
    ///   - scores: row by row, a probability a label; they sum to 1.
    /// - Precondition: `scores.count == truth.count * labels.count`, at least one row.
    package init(truth: [Int], scores: [Double], labels: [String]) {
        self.labels = labels
        let predicted = Self.predictions(scores, width: labels.count)
        confusion = Self.confusion(truth, predicted, classes: labels.count)
        let counts = ClassCounts(confusion)
        var values: [String: Double?] = [:]
        values["accuracy"] = counts.accuracy
        values["balanced_accuracy"] = counts.balancedAccuracy
        for average in Average.allCases {
            let scores = counts.scores(average)
            values["precision_\(average.rawValue)"] = scores.precision
            values["recall_\(average.rawValue)"] = scores.recall
            values["f1_\(average.rawValue)"] = scores.f1
        }
        if labels.count == 2 {
            let positive = counts.scores(ofClass: 1)
            values["precision"] = positive.precision
            values["recall"] = positive.recall
            values["f1"] = positive.f1
        }
        values["log_loss"] = Self.logLoss(truth, scores, width: labels.count)
        if labels.count == 2 {
            values["roc_auc"] = ROC.area(
                isPositive: truth.map { $0 == 1 },
                scores: truth.indices.map { scores[$0 * 2 + 1] }
            )
        } else {
            values["roc_auc_ovr"] = ROC.areaOneVersusRest(
                truth: truth,
                scores: scores,
                classes: labels.count
            )
        }
        self.values = Metrics.defined(values)
    }

    /// Precision, recall, F1 and the number of true rows of each label.
    package var perClass: [(label: String, scores: ClassScores, support: Int)] {
        let counts = ClassCounts(confusion)
        return labels.indices.map { index in
            (labels[index], counts.scores(ofClass: index), counts.support[index])
        }
    }

    private static func predictions(_ scores: [Double], width: Int) -> [Int] {
        stride(from: 0, to: scores.count, by: width).map { start in
            var best = start
            for index in start..<start + width where scores[index] > scores[best] { best = index }
            return best - start
        }
    }

    private static func confusion(
        _ truth: [Int],
        _ predicted: [Int],
        classes: Int
    ) -> [[Int]] {
        var matrix = Array(repeating: Array(repeating: 0, count: classes), count: classes)
        for (actual, guess) in zip(truth, predicted) { matrix[actual][guess] += 1 }
        return matrix
    }

    /// Mean of −ln p of the true class, with p kept an epsilon away from 0 and 1 as
    /// `sklearn.metrics.log_loss` does.
    private static func logLoss(_ truth: [Int], _ scores: [Double], width: Int) -> Double {
        var sum = Summation()
        for (row, actual) in truth.enumerated() {
            let probability = scores[row * width + actual]
            sum.add(-logarithm(min(max(probability, .ulpOfOne), 1 - .ulpOfOne)))
        }
        return sum.value / Double(truth.count)
    }
}

package enum Average: String, CaseIterable, Sendable { case micro, macro, weighted }

package struct ClassScores: Hashable, Sendable {
    package let precision: Double
    package let recall: Double
    package let f1: Double
}

/// The counts of a confusion matrix.
private struct ClassCounts {
    let hits: [Int]
    let support: [Int]
    let predicted: [Int]
    let total: Int

    init(_ confusion: [[Int]]) {
        hits = confusion.indices.map { confusion[$0][$0] }
        support = confusion.map { $0.reduce(0, +) }
        predicted = confusion.indices.map { column in
            confusion.reduce(0) { $0 + $1[column] }
        }
        total = support.reduce(0, +)
    }

    var accuracy: Double { Double(hits.reduce(0, +)) / Double(total) }

    /// The mean recall over the classes that occur.
    var balancedAccuracy: Double {
        let recalls = support.indices.filter { support[$0] > 0 }
            .map { Double(hits[$0]) / Double(support[$0]) }
        return recalls.reduce(0, +) / Double(recalls.count)
    }

    /// A ratio with nothing below the line is 0, as with scikit-learn's `zero_division`.
    func scores(ofClass index: Int) -> ClassScores {
        Self.scores(hits: hits[index], predicted: predicted[index], support: support[index])
    }

    /// As scikit-learn, over the classes that occur in the truth or in the predictions.
    func scores(_ average: Average) -> ClassScores {
        let present = support.indices.filter { support[$0] + predicted[$0] > 0 }
        let weights: [Double]
        switch average {
        case .micro:
            return Self.scores(hits: hits.reduce(0, +), predicted: total, support: total)
        case .macro: weights = present.map { _ in 1 / Double(present.count) }
        case .weighted: weights = present.map { Double(support[$0]) / Double(total) }
        }
        let scores = present.map(scores(ofClass:))
        func mean(_ member: (ClassScores) -> Double) -> Double {
            zip(scores, weights).reduce(0) { $0 + member($1.0) * $1.1 }
        }
        return ClassScores(
            precision: mean(\.precision),
            recall: mean(\.recall),
            f1: mean(\.f1)
        )
    }

    private static func scores(hits: Int, predicted: Int, support: Int) -> ClassScores {
        func ratio(_ part: Int, _ whole: Int) -> Double {
            whole == 0 ? 0 : Double(part) / Double(whole)
        }
        return ClassScores(
            precision: ratio(hits, predicted),
            recall: ratio(hits, support),
            f1: ratio(2 * hits, predicted + support)
        )
    }
}
