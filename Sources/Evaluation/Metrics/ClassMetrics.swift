/// How well classes and their probabilities are predicted.
package struct ClassMetrics: Sendable {
    package let confusion: ConfusionMatrix
    package let values: [String: Double?]
    /// Of the predictions; nil without scores.
    let calibration: CalibrationTable?
    /// Binary: one, of the positive label; multiclass: one of each; none without scores.
    package let rankings: [ScoreRanking]

    /// - Parameter truth: n positions of labels.
    package init(_ rows: ScoredRows, _ truth: [Int32]) {
        confusion = ConfusionMatrix(
            truth: truth, predicted: rows.predicted, weights: rows.weights,
            classCount: rows.labels.count)
        let counts = ClassCounts(confusion)
        var values = truth.isEmpty ? [:] : Self.values(of: counts, rows.task)
        let hasScores = rows.scoreWidth > 0 && !truth.isEmpty
        if hasScores {
            let calibration = CalibrationTable(ofPredictions: rows, truth)
            self.calibration = calibration
            values["ece"] = calibration.error
            values.merge(ProbabilityMetrics(rows, truth).values) { $1 }
            rankings = Self.rankings(rows, truth)
            values.merge(Self.values(of: rankings, counts, rows, truth)) { $1 }
        } else {
            rankings = []
            calibration = nil
        }
        self.values = values
    }

    /// What needs no score.
    static func values(of counts: ClassCounts, _ task: EvaluationTask) -> [String: Double?] {
        var values: [String: Double?] = [
            "accuracy": counts.accuracy, "balanced_accuracy": counts.balancedAccuracy,
            "matthews_corrcoef": counts.matthewsCorrelation, "cohen_kappa": counts.kappa,
        ]
        func add(_ scores: ClassScores, _ suffix: String) {
            values["precision\(suffix)"] = scores.precision
            values["recall\(suffix)"] = scores.recall
            values["f1\(suffix)"] = scores.f1
        }
        for average in Average.allCases {
            add(counts.scores(average), "_\(average.rawValue)")
        }
        if task == .binary { add(counts.scores(ofClass: 1), "") }
        return values
    }

    private static func rankings(_ rows: ScoredRows, _ truth: [Int32]) -> [ScoreRanking] {
        let positives = rows.task == .binary ? [1] : Array(rows.labels.indices)
        return positives.map { label in
            ScoreRanking(
                scores: rows.scores, width: rows.scoreWidth,
                column: rows.task == .binary ? 0 : label, weights: rows.weights,
                isPositive: RowParts.map(truth.count) { truth[$0] == Int32(label) }
            )
        }
    }

    private static func values(
        of rankings: [ScoreRanking], _ counts: ClassCounts, _ rows: ScoredRows, _ truth: [Int32]
    ) -> [String: Double?] {
        guard rows.task == .multiclass else {
            return [
                "roc_auc": rankings.first?.area,
                "average_precision": rankings.first?.averagePrecision,
            ]
        }
        let areas = rankings.map(\.area)
        let pairs = PairwiseArea(rows, truth)
        return [
            "roc_auc_ovr": Mean.of(areas),
            "roc_auc_ovr_weighted": Mean.of(areas, weights: counts.support),
            "roc_auc_ovo": pairs?.macro, "roc_auc_ovo_weighted": pairs?.weighted,
            "average_precision_macro": Mean.of(rankings.map(\.averagePrecision)),
        ]
    }

    /// Precision, recall, F1 and the weight of the true rows of each label.
    package func perClass(_ labels: [String]) -> [ClassResult] {
        let counts = ClassCounts(confusion)
        return labels.indices.map { index in
            let scores = counts.scores(ofClass: index)
            return ClassResult(
                label: labels[index], precision: scores.precision, recall: scores.recall,
                f1: scores.f1, support: counts.support[index])
        }
    }
}

enum Mean {
    /// Nil if one of the values is.
    static func of(_ values: [Double?], weights: [Double]? = nil) -> Double? {
        let known = values.compactMap(\.self)
        let weights = weights ?? known.map { _ in 1 }
        let total = weights.reduce(0, +)
        guard known.count == values.count, total > 0 else { return nil }
        return zip(known, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
    }
}

/// The area for each two classes, of the rows of these two alone (Hand & Till 2001).
///
/// Nil if a class is absent, and where rows have weights, as scikit-learn does not define that.
private struct PairwiseArea {
    let macro: Double?
    let weighted: Double?

    init?(_ rows: ScoredRows, _ truth: [Int32]) {
        guard rows.weights == nil else { return nil }
        var members = [[Int]](repeating: [], count: rows.labels.count)
        for (row, label) in truth.enumerated() { members[Int(label)].append(row) }
        guard members.allSatisfy({ !$0.isEmpty }) else { return nil }
        var areas: [Double?] = []
        var shares: [Double] = []
        for low in rows.labels.indices {
            for high in rows.labels.indices.dropFirst(low + 1) {
                let pair = members[low] + members[high]
                let sides = [low, high].map { Self.area(of: $0, pair, rows, truth) }
                areas.append(Mean.of(sides))
                shares.append(Double(pair.count))
            }
        }
        macro = Mean.of(areas)
        weighted = Mean.of(areas, weights: shares)
    }

    private static func area(
        of label: Int, _ pair: [Int], _ rows: ScoredRows, _ truth: [Int32]
    ) -> Double? {
        let scores = pair.map { rows.scores[$0 * rows.scoreWidth + label] }
        return ScoreRanking(
            scores: scores, weights: nil, isPositive: pair.map { truth[$0] == Int32(label) }
        ).area
    }
}
