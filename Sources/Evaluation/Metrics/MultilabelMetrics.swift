/// How well sets of labels are predicted.
package struct MultilabelMetrics: Sendable {
    package let values: [String: Double?]
    package let rankings: [ScoreRanking]
    private let counts: ClassCounts

    /// - Parameter truth: n × k, row by row.
    package init(_ rows: ScoredRows, _ truth: [Bool]) {
        let width = rows.labels.count
        counts = Self.counts(rows, truth)
        guard width > 0, !truth.isEmpty else {
            (values, rankings) = ([:], [])
            return
        }
        let means = Self.rowMeans(rows, truth)
        var values: [String: Double?] = [
            "subset_accuracy": means[0], "hamming_loss": means[1] / Double(width),
            "jaccard_samples": means[2], "f1_samples": means[3],
        ]
        for average in Average.allCases {
            let scores = counts.scores(average)
            values["precision_\(average.rawValue)"] = scores.precision
            values["recall_\(average.rawValue)"] = scores.recall
            values["f1_\(average.rawValue)"] = scores.f1
        }
        guard rows.scoreWidth == width else {
            (self.values, rankings) = (values, [])
            return
        }
        let rankings = (0..<width).map { label in
            ScoreRanking(
                scores: rows.scores, width: width, column: label, weights: rows.weights,
                isPositive: RowParts.map(rows.rowCount) { truth[$0 * width + label] })
        }
        values["roc_auc_macro"] = Mean.of(rankings.map(\.area))
        values["average_precision_macro"] = Mean.of(rankings.map(\.averagePrecision))
        let pooled = ScoreRanking(
            scores: rows.scores, weights: rows.weights.map { Self.repeated($0, width) },
            isPositive: truth)
        values["roc_auc_micro"] = pooled.area
        values["average_precision_micro"] = pooled.averagePrecision
        (self.values, self.rankings) = (values, rankings)
    }

    package func perClass(_ labels: [String]) -> [ClassResult] {
        labels.indices.map { index in
            let scores = counts.scores(ofClass: index)
            return ClassResult(
                label: labels[index], precision: scores.precision, recall: scores.recall,
                f1: scores.f1, support: counts.support[index])
        }
    }

    private static func repeated(_ weights: [Double], _ times: Int) -> [Double] {
        weights.flatMap { repeatElement($0, count: times) }
    }

    private static func counts(_ rows: ScoredRows, _ truth: [Bool]) -> ClassCounts {
        let width = rows.labels.count
        let sums = RowParts.sums(rows.rowCount, totals: 3 * width) { part, sums in
            for row in part {
                let weight = rows.weights?[row] ?? 1
                for label in 0..<width {
                    let isTrue = truth[row * width + label]
                    let isPredicted = rows.predicted[row * width + label] == 1
                    if isTrue, isPredicted { sums[3 * label] += weight }
                    if isTrue { sums[3 * label + 1] += weight }
                    if isPredicted { sums[3 * label + 2] += weight }
                }
            }
        }
        func every(_ offset: Int) -> [Double] { (0..<width).map { sums[3 * $0 + offset] } }
        return ClassCounts(
            hits: every(0), support: every(1), predicted: every(2),
            total: rows.weights?.reduce(0, +) ?? Double(rows.rowCount))
    }

    /// The weighted means over the rows of: all labels right, labels wrong, Jaccard's index and F1
    /// of the two sets; for two empty sets these are 0.
    private static func rowMeans(_ rows: ScoredRows, _ truth: [Bool]) -> [Double] {
        let width = rows.labels.count
        let sums = RowParts.sums(rows.rowCount, totals: 5) { part, sums in
            for row in part {
                let weight = rows.weights?[row] ?? 1
                var (both, either, wrong) = (0.0, 0.0, 0.0)
                for place in row * width..<(row + 1) * width {
                    let isPredicted = rows.predicted[place] == 1
                    if truth[place], isPredicted { both += 1 }
                    if truth[place] || isPredicted { either += 1 }
                    if truth[place] != isPredicted { wrong += 1 }
                }
                if wrong == 0 { sums[0] += weight }
                sums[1] += weight * wrong
                if either > 0 {
                    sums[2] += weight * both / either
                    sums[3] += weight * 2 * both / (both + either)
                }
                sums[4] += weight
            }
        }
        return sums.map { $0 / sums[4] }
    }
}
