/// What is found of some rows, by their task.
enum RowResult: Sendable {
    case classes(ClassMetrics)
    case labelSets(MultilabelMetrics)
    case numbers(RegressionMetrics)
    case order(RankingMetrics)

    init(_ rows: ScoredRows) {
        switch rows.truth {
        case .classes(let truth): self = .classes(ClassMetrics(rows, truth))
        case .labelSets(let truth): self = .labelSets(MultilabelMetrics(rows, truth))
        case .numbers(let relevance) where rows.task == .ranking:
            self = .order(RankingMetrics(rows, relevance))
        case .numbers(let truth):
            self = .numbers(
                RegressionMetrics(truth: truth, predictions: rows.scores, weights: rows.weights))
        }
    }

    /// What is not a finite number is not defined: nothing may pass a gate by being NaN.
    var values: [String: Double?] {
        let values =
            switch self {
            case .classes(let metrics): metrics.values
            case .labelSets(let metrics): metrics.values
            case .numbers(let metrics): metrics.values
            case .order(let metrics): metrics.values
            }
        return values.mapValues { value in value.flatMap { $0.isFinite ? $0 : nil } }
    }

    /// Of the positive one of two labels.
    var calibration: CalibrationTable? {
        if case .classes(let metrics) = self, metrics.rankings.count == 1 {
            metrics.calibration
        } else {
            nil
        }
    }

    /// One of each label that has curves.
    var rankings: [ScoreRanking] {
        switch self {
        case .classes(let metrics): metrics.rankings
        case .labelSets(let metrics): metrics.rankings
        case .numbers, .order: []
        }
    }
}
