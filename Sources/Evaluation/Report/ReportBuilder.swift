extension EvaluationReport {
    /// Rows from which numbers are drawn against each other.
    private static let sampleSize = 400
    private static let histogramBins = 30

    /// What the metrics and plots of a report say; slices, fairness and further parts are added by
    /// whoever asked for them.
    package init(
        of evaluation: ModelEvaluation, candidate: Subject, baseline: Subject?, data: String,
        target: String?
    ) {
        let rows = evaluation.rows.candidate
        self.init(
            candidate: candidate, baseline: baseline, data: data, task: rows.task, target: target,
            labels: rows.labels, rowCount: rows.rowCount)
        isWeighted = rows.weights != nil
        confidence = evaluation.confidence
        metrics = Self.comparisons(evaluation)
        switch (evaluation.result, rows.truth) {
        case (.classes(let found), .classes(let truth)):
            confusion = found.confusion.rows
            perClass = found.perClass(rows.labels)
            let first = rows.task == .binary ? 1 : 0
            curves = Self.curves(evaluation, firstLabel: first) { row, label in
                truth[row] == Int32(label)
            }
        case (.labelSets(let found), .labelSets(let truth)):
            perClass = found.perClass(rows.labels)
            curves = Self.curves(evaluation, firstLabel: 0) { row, label in
                truth[row * rows.labels.count + label]
            }
        case (.numbers, .numbers(let truth)):
            residuals = Self.residuals(truth, rows.scores, rows.weights)
        default: break
        }
    }

    private static func comparisons(_ evaluation: ModelEvaluation) -> [MetricComparison] {
        let main = Metrics.main(of: evaluation.rows.candidate.task)
        let names =
            main.filter { evaluation.result.values[$0] != nil }
            + evaluation.result.values.keys.sorted().filter { !main.contains($0) }
        let intervals = evaluation.intervals
        return names.map { name in
            MetricComparison(
                name: name, value: evaluation.metrics[name] ?? nil,
                interval: intervals[name]?.value, baseline: evaluation.baseline?[name] ?? nil,
                changeInterval: intervals[name]?.change,
                isHigherBetter: Metrics.direction(of: name) == .higherIsBetter)
        }
    }

    private static func curves(
        _ evaluation: ModelEvaluation, firstLabel: Int,
        _ isPositive: @escaping @Sendable (Int, Int) -> Bool
    ) -> [ClassCurves] {
        let rows = evaluation.rows.candidate
        let baseline = evaluation.baselineResult?.rankings ?? []
        return evaluation.result.rankings.enumerated().map { place, ranking in
            let label = place + firstLabel
            let table =
                evaluation.result.calibration
                ?? CalibrationTable(
                    scores: rows.scores, width: rows.scoreWidth, column: place,
                    weights: rows.weights,
                    isPositive: RowParts.map(rows.rowCount) { isPositive($0, label) })
            var curves = ClassCurves(label: rows.labels[label])
            curves.roc = ranking.roc
            curves.precisionRecall = ranking.precisionRecall
            curves.rocAUC = ranking.area
            curves.averagePrecision = ranking.averagePrecision
            curves.calibration = table.bins
            curves.calibrationError = table.error
            if baseline.indices.contains(place) {
                curves.baselineROC = baseline[place].roc
                curves.baselinePrecisionRecall = baseline[place].precisionRecall
            }
            return curves
        }
    }

    private static func residuals(
        _ truth: [Double], _ predictions: [Double], _ weights: [Double]?
    ) -> ResidualSummary {
        let errors = zip(truth, predictions).map { $1 - $0 }
        let (low, high) = (errors.min() ?? 0, errors.max() ?? 0)
        let width = (high - low) / Double(histogramBins)
        var sums = [Double](repeating: 0, count: width > 0 ? histogramBins : 1)
        for (row, error) in errors.enumerated() {
            let bin = width > 0 ? min(sums.count - 1, Int((error - low) / width)) : 0
            sums[bin] += weights?[row] ?? 1
        }
        let step = max(1, truth.count / sampleSize)
        return ResidualSummary(
            histogram: sums.enumerated().map { bin, weight in
                ResidualSummary.Bin(
                    lower: low + Double(bin) * width, upper: low + Double(bin + 1) * width,
                    weight: weight)
            },
            sample: stride(from: 0, to: truth.count, by: step).map {
                CurvePoint(truth[$0], predictions[$0])
            })
    }
}

extension ScoreRanking {
    /// False positive rate to true positive rate; empty if either is not defined.
    var roc: [CurvePoint] {
        guard positives > 0, negatives > 0 else { return [] }
        return [CurvePoint(0, 0)]
            + points.map { CurvePoint($0.negatives / negatives, $0.positives / positives) }
    }

    /// Recall to precision; empty if there is no positive.
    var precisionRecall: [CurvePoint] {
        guard positives > 0 else { return [] }
        let curve = points.filter { $0.positives + $0.negatives > 0 }.map {
            CurvePoint($0.positives / positives, $0.positives / ($0.positives + $0.negatives))
        }
        return (curve.first.map { [CurvePoint(0, $0.y)] } ?? []) + curve
    }
}
