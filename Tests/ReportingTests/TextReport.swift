import Evaluation
import RunDocument

extension SampleEvaluation {
    /// A report that says the given texts wherever data can stand.
    static func saying(_ texts: [String], task: EvaluationTask = .multiclass) -> EvaluationReport {
        var report = EvaluationReport(
            candidate: .init(name: texts[0], uri: texts[1], digest: texts[2], format: texts[3]),
            data: texts[4], task: task, labels: texts, rowCount: 1_000)
        report.baseline = .init(name: texts[5], uri: texts[6], digest: texts[7], format: texts[8])
        report.dataDigest = texts[9]
        report.target = texts[10]
        report.confidence = 0.95
        report.metrics = texts.enumerated().map { index, text in
            .init(
                name: text, value: 0.5 + Double(index) / 100,
                interval: Interval(0.4, 0.8), baseline: 0.5,
                changeInterval: Interval(-0.1, Double(index) / 50), isHigherBetter: true)
        }
        report.confusion = texts.indices.map { row in texts.indices.map { Double(row * $0 % 7) } }
        report.perClass = texts.map {
            .init(label: $0, precision: 0.5, recall: 0.25, f1: 1.0 / 3, support: 12)
        }
        let scores = SampleScores(count: 60, positiveShare: 0.4, skill: 1, seed: 4)
        report.curves = texts.map { scores.curves($0) }
        report.residuals = regression().residuals
        report.slices = texts.enumerated().map { index, text in
            SliceResult(
                name: text, dimension: texts[index / 4], rowCount: 10 + index,
                metrics: [texts[0]: 0.5 + Double(index) / 80, texts[1]: nil],
                baseline: [texts[0]: 0.6], intervals: [texts[0]: Interval(0.3, 0.9)])
        }
        report.weakSlices = texts.map {
            .init(
                name: $0, rowCount: 12, metric: $0, value: 0.5, others: 0.75, effectSize: 0.4,
                pValue: 0.01)
        }
        report.fairness = texts.prefix(3).map { text in
            FairnessResult(
                column: text, positiveLabel: text,
                groups: texts.map { .init(name: $0, rowCount: 3, selectionRate: 0.5) },
                metrics: [text: 0.5])
        }
        report.importance = FeatureImportance(
            metric: texts[11], repeats: 3, rowCount: 60,
            features: texts.enumerated().map { index, text in
                .init(
                    name: text, mean: 0.1 - Double(index) / 200, standardDeviation: 0.01,
                    meanSHAP: 0.2)
            })
        report.latencies = texts.prefix(5).map { text in
            var result = SampleLatency.result(text, middle: 1, tail: 1, seed: 3)
            result.target = text
            return result
        }
        return report
    }

    /// A gate for each text, and other checks.
    static func checksSaying(_ texts: [String]) -> [Check] {
        let statuses: [Check.Status] = [.failed, .warning, .skipped, .passed, .inconclusive]
        return texts.enumerated().map { index, text in
            var check = Check(
                id: text, status: statuses[index % statuses.count], observed: 0.5,
                expected: index.isMultiple(of: 2) ? ">= 0.25, change >= -0.5" : text)
            check.slice = index.isMultiple(of: 3) ? ["column": .string(text)] : nil
            check.message = index.isMultiple(of: 4) ? text : nil
            check["baseline"] = 0.4
            check["interval"] = [0.25, 0.75]
            return check
        }
    }
}
