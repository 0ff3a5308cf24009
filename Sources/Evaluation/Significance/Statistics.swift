/// The statistics that give a task's metrics on resamples.
///
/// The maximum error, pairwise areas and top-k accuracies have none: a resample says nothing of a
/// maximum, and the others are not worth their cost.
package enum Statistics {
    /// - Parameter wanted: the metrics that are asked for; others are left out where that saves work.
    package static func of(_ rows: ScoredRows, wanted: Set<String>) -> [any ResampledStatistic] {
        let all: [any ResampledStatistic]
        switch (rows.task, rows.truth) {
        case (.binary, .classes(let truth)), (.multiclass, .classes(let truth)):
            all = ofClasses(rows, truth, wanted)
        case (.multilabel, .labelSets(let truth)): all = ofLabels(rows, truth, wanted)
        case (.regression, .numbers(let truth)): all = ofNumbers(rows, truth, wanted)
        case (.ranking, .numbers(let relevance)): all = ofOrder(rows, relevance)
        default: all = []
        }
        return all.filter { $0.names.contains(where: wanted.contains) }
    }

    /// What is resampled: rows, or the groups of a ranking.
    package static func unitCount(_ rows: ScoredRows) -> Int {
        rows.task == .ranking ? RankedGroups(rows.groups).members.count : rows.rowCount
    }

    private static func ofClasses(
        _ rows: ScoredRows, _ truth: [Int32], _ wanted: Set<String>
    ) -> [any ResampledStatistic] {
        var all: [any ResampledStatistic] = [
            ConfusionStatistic(rows, truth, wanted: wanted)
        ]
        guard rows.scoreWidth > 0 else { return all }
        if !wanted.isDisjoint(with: ["log_loss", "brier_score"]) {
            all.append(
                means(
                    ["log_loss", "brier_score"],
                    [
                        RowLoss.logLoss.values(of: rows) ?? [],
                        RowLoss.squaredProbabilities(truth, rows),
                    ], rows.weights))
        }
        let isBinary = rows.task == .binary
        let names =
            isBinary
            ? ["roc_auc", "average_precision"] : ["roc_auc_ovr", "average_precision_macro"]
        let ranked = names.filter(wanted.contains)
        guard !ranked.isEmpty else { return all }
        let labels = (isBinary ? [1] : Array(rows.labels.indices)).map { label in
            RankStatistic(
                scores: rows.scores, width: rows.scoreWidth, column: isBinary ? 0 : label,
                weights: rows.weights, names: ranked, isPositive: { truth[$0] == Int32(label) })
        }
        all.append(LabelMeanStatistic(names: ranked, labels: labels))
        return all
    }

    private static func ofLabels(
        _ rows: ScoredRows, _ truth: [Bool], _ wanted: Set<String>
    ) -> [any ResampledStatistic] {
        let width = rows.labels.count
        let count = rows.rowCount
        func column(_ label: Int, _ isCounted: (Bool, Bool) -> Bool) -> [Double] {
            (0..<count).map { row in
                let place = row * width + label
                return isCounted(truth[place], rows.predicted[place] == 1)
                    ? rows.weights?[row] ?? 1 : 0
            }
        }
        let terms = (0..<width).flatMap { label in
            [column(label) { $0 && $1 }, column(label) { own, _ in own }, column(label) { $1 }]
        }
        let names = Average.allCases.flatMap { average in
            ["precision", "recall", "f1"].map { "\($0)_\(average.rawValue)" }
        }
        let scores = SumStatistic(names: names, terms: terms) { sums in
            func every(_ offset: Int) -> [Double] { (0..<width).map { sums[3 * $0 + offset] } }
            let counts = ClassCounts(
                hits: every(0), support: every(1), predicted: every(2), total: 0)
            return Average.allCases.flatMap { average in
                let scores = counts.scores(average)
                return [scores.precision, scores.recall, scores.f1]
            }
        }
        let wrong = (0..<count).map { row in
            Double(
                (row * width..<(row + 1) * width).count {
                    truth[$0] != (rows.predicted[$0] == 1)
                })
        }
        let means = means(
            ["hamming_loss", "subset_accuracy"],
            [wrong.map { $0 / Double(width) }, wrong.map { $0 == 0 ? 1 : 0 }], rows.weights)
        let ranked = ["roc_auc_macro", "average_precision_macro"].filter(wanted.contains)
        guard !ranked.isEmpty, rows.scoreWidth == width else { return [scores, means] }
        let labels = (0..<width).map { label in
            RankStatistic(
                scores: rows.scores, width: width, column: label, weights: rows.weights,
                names: ranked, isPositive: { truth[$0 * width + label] })
        }
        return [scores, means, LabelMeanStatistic(names: ranked, labels: labels)]
    }

    private static func ofOrder(
        _ rows: ScoredRows, _ relevance: [Double]
    ) -> [any ResampledStatistic] {
        let groups = RankedGroups(rows.groups).members
        let rankings = groups.map { GroupRanking($0, relevance, rows.scores) }
        return [
            means(
                ["ndcg", "ndcg_5", "ndcg_10", "mrr"],
                [
                    rankings.map { $0.gain(nil) }, rankings.map { $0.gain(5) },
                    rankings.map { $0.gain(10) }, rankings.map(\.reciprocalRank),
                ], rows.weights.map { weights in groups.map { weights[$0[0]] } })
        ]
    }

    /// Weighted means of what each unit has.
    private static func means(
        _ names: [String], _ values: [[Double]], _ weights: [Double]?
    ) -> SumStatistic {
        let ones = weights ?? (values.first ?? []).map { _ in 1 }
        let terms = values.map { column in
            weights.map { zip(column, $0).map { $0 * $1 } } ?? column
        }
        return SumStatistic(names: names, terms: terms + [ones]) { sums in
            let total = sums[names.count]
            return sums.dropLast().map { $0 / total }
        }
    }

    private static func ofNumbers(
        _ rows: ScoredRows, _ truth: [Double], _ wanted: Set<String>
    ) -> [any ResampledStatistic] {
        let errors = zip(truth, rows.scores).map { $0 - $1 }
        func pinball(_ quantile: Double) -> [Double] {
            errors.map { $0 >= 0 ? quantile * $0 : (quantile - 1) * $0 }
        }
        let means = means(
            ["mae", "mse", "mape", "pinball_0.1", "pinball_0.5", "pinball_0.9"],
            [
                errors.map(\.magnitude), errors.map { $0 * $0 },
                zip(errors, truth).map { $0.magnitude / max($1.magnitude, .ulpOfOne) },
                pinball(0.1), pinball(0.5), pinball(0.9),
            ], rows.weights)
        var all: [any ResampledStatistic] = [means, spread(truth, errors, rows.weights)]
        if wanted.contains("median_ae") {
            all.append(MedianStatistic(errors.map(\.magnitude), weights: rows.weights))
        }
        return all
    }

    /// What compares the errors with the spread of the truth.
    private static func spread(
        _ truth: [Double], _ errors: [Double], _ weights: [Double]?
    ) -> SumStatistic {
        let weights = weights ?? truth.map { _ in 1 }
        // Around the mean of all rows, so that squares do not lose their digits.
        let middle = truth.reduce(0, +) / Double(max(1, truth.count))
        func terms(_ value: (Int) -> Double) -> [Double] {
            truth.indices.map { weights[$0] * value($0) }
        }
        let columns = [
            weights, terms { truth[$0] - middle },
            terms { (truth[$0] - middle) * (truth[$0] - middle) }, terms { errors[$0] },
            terms { errors[$0] * errors[$0] },
        ]
        return SumStatistic(names: ["rmse", "r2", "explained_variance"], terms: columns) { sums in
            let total = sums[0]
            let spread = sums[2] - sums[1] * sums[1] / total
            let residual = sums[4] - sums[3] * sums[3] / total
            // What rounding leaves of equal numbers is no spread.
            let isConstant = spread <= 1e-12 * sums[2]
            func explained(_ left: Double) -> Double {
                isConstant ? (left <= 1e-12 * sums[4] ? 1 : 0) : 1 - left / spread
            }
            return [(sums[4] / total).squareRoot(), explained(sums[4]), explained(residual)]
        }
    }
}
