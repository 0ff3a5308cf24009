import Evaluation
import TestSupport
import Testing

/// What is resampled are the metrics themselves: on all rows once they are the same.
@Suite struct StatisticValueTests {
    private func compare(
        task: Int, expected: Set<String>, _ rows: (inout MetricCase) -> ScoredRows
    ) {
        var seen: Set<String> = []
        for index in 0..<300 {
            var testCase = MetricCase(task: task, index)
            let scored = rows(&testCase)
            let plain = Metrics.values(of: scored)
            let units = Statistics.unitCount(scored)
            let counts = [UInt8](repeating: 1, count: units + 8)
            for statistic in Statistics.of(scored, wanted: Set(plain.keys)) {
                let values = counts.withUnsafeBufferPointer { counts in
                    counts.baseAddress.map(statistic.values) ?? []
                }
                #expect(values.count == statistic.names.count)
                for (name, value) in zip(statistic.names, values) {
                    // One that has no value may still have one on resamples of these rows.
                    guard let theirs = plain[name] ?? nil, value.isFinite else { continue }
                    seen.insert(name)
                    #expect(
                        (value - theirs).magnitude <= 1e-9 * max(1, theirs.magnitude),
                        "task \(task), case \(index): \(name) is \(theirs), not \(value)")
                }
            }
        }
        #expect(seen.isSuperset(of: expected), "\(expected.subtracting(seen)) not compared")
    }

    @Test func binary() {
        compare(
            task: 1,
            expected: [
                "roc_auc", "average_precision", "f1", "accuracy", "precision", "recall", "log_loss",
                "brier_score",
            ]
        ) { $0.binary() }
    }

    @Test func multiclass() {
        compare(
            task: 2,
            expected: [
                "accuracy", "f1_macro", "roc_auc_ovr", "average_precision_macro", "log_loss",
            ]
        ) { $0.multiclass() }
    }

    @Test func multilabel() {
        compare(
            task: 3,
            expected: [
                "f1_micro", "f1_macro", "hamming_loss", "subset_accuracy", "roc_auc_macro",
                "average_precision_macro",
            ]
        ) { $0.multilabel() }
    }

    @Test func regression() {
        compare(
            task: 4,
            expected: [
                "rmse", "mae", "r2", "mape", "median_ae", "explained_variance", "pinball_0.9",
            ]
        ) { $0.regression() }
    }

    @Test func ranking() {
        compare(task: 5, expected: ["ndcg", "ndcg_5", "ndcg_10", "mrr"]) { $0.ranking() }
    }
}
