/// The metrics of a task, by scikit-learn's definitions and, where it has one, its name.
package enum Metrics {
    /// What better models have less of: errors and losses.
    private static let losses: Set<String> = [
        "log_loss", "brier_score", "ece", "hamming_loss", "mae", "mse", "rmse", "mape",
        "median_ae", "max_error", "pinball_0.1", "pinball_0.5", "pinball_0.9",
        "error_rate", "memory_peak_mb",
    ]

    /// The metrics that a report names first.
    package static func main(of task: EvaluationTask) -> [String] {
        switch task {
        case .binary: ["roc_auc", "average_precision", "f1", "accuracy", "log_loss"]
        case .multiclass: ["accuracy", "f1_macro", "roc_auc_ovr", "log_loss"]
        case .multilabel: ["f1_micro", "f1_macro", "average_precision_macro", "hamming_loss"]
        case .regression: ["rmse", "mae", "r2"]
        case .ranking: ["ndcg", "mrr"]
        }
    }

    /// Computes all metrics that the task has; nil where one is not defined on these rows.
    ///
    /// There are none on no rows.
    package static func values(of rows: ScoredRows) -> [String: Double?] {
        RowResult(rows).values
    }

    /// Whether the metric is one of such rows, if they only had scores.
    static func needsScores(_ metric: String, of rows: ScoredRows) -> Bool {
        guard rows.scoreWidth == 0, !rows.labels.isEmpty, rows.rowCount > 0 else { return false }
        var row = rows.selecting([0])
        row.scoreWidth = rows.task == .binary ? 1 : rows.labels.count
        row.scores = [Double](repeating: 1 / Double(rows.labels.count), count: row.scoreWidth)
        return values(of: row)[metric] != nil
    }

    /// Which way is better.
    package static func direction(of metric: String) -> Gate.Direction {
        losses.contains(metric) || metric.hasPrefix("latency_")
            || metric.hasSuffix("_difference") || metric.hasPrefix("gap_")
            ? .lowerIsBetter : .higherIsBetter
    }
}
