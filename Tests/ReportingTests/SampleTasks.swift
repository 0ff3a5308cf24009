import Evaluation
import TestSupport

extension SampleEvaluation {
    /// As many classes as wanted, each taken for its neighbour now and then.
    static func multiclass(_ labels: [String]) -> EvaluationReport {
        var report = EvaluationReport(
            candidate: .init(name: "penguins 3", uri: "models/penguins", format: "onnx"),
            data: "penguins-test.csv", task: .multiclass, labels: labels,
            rowCount: 200 * labels.count)
        report.metrics = [
            .init(name: "accuracy", value: 0.9012, isHigherBetter: true),
            .init(name: "f1_macro", value: 0.8897, isHigherBetter: true),
            .init(name: "log_loss", value: 0.0000371, isHigherBetter: false),
        ]
        let count = labels.count
        report.confusion = (0..<count).map { truth in
            (0..<count).map { predicted in
                switch (predicted - truth + count) % count {
                case 0: Double(150 + truth % 5 * 9)
                case 1: Double(truth % 7 * 4)
                case 2: truth % 3 == 0 ? 5 : 0
                default: 0
                }
            }
        }
        report.perClass = labels.enumerated().map { index, label in
            let recall = 0.99 - Double(index % 7) * 0.031
            return .init(
                label: label, precision: 0.97 - Double(index % 4) * 0.042, recall: recall,
                f1: recall - 0.015, support: 200)
        }
        report.curves = labels.enumerated().map { index, label in
            SampleScores(
                count: 500, positiveShare: 0.3, skill: 2.8 - Double(index % 6) * 0.3,
                seed: UInt64(index)
            ).curves(label)
        }
        return report
    }

    static func regression() -> EvaluationReport {
        var report = EvaluationReport(
            candidate: .init(name: "diabetes.onnx", uri: "diabetes.onnx", format: "onnx"),
            data: "diabetes-test.csv", task: .regression, labels: [], rowCount: 12_000)
        report.isWeighted = true
        report.metrics = [
            .init(
                name: "rmse", value: 53.853, interval: Interval(51.2, 56.9), baseline: 54.9,
                changeInterval: Interval(-2.9, 0.7), isHigherBetter: false),
            .init(name: "r2", value: 0.4526, baseline: 0.4312, isHigherBetter: true),
            .init(name: "mae", value: 42.794, baseline: 42.794, isHigherBetter: false),
            .init(name: "max_error", value: 180_341.5, isHigherBetter: false),
        ]
        var random = SplitMix(seed: 3)
        let sample = (0..<600).map { _ -> CurvePoint in
            let truth = 25 + 320 * random.unit() * random.unit()
            let noise = (0..<6).reduce(-3.0) { sum, _ in sum + random.unit() }
            return CurvePoint(truth, 40 + truth * 0.75 + noise * 40)
        }
        let residuals = sample.map { $0.y - $0.x }
        report.residuals = ResidualSummary(
            histogram: (-12..<12).map { bin in
                let (lower, upper) = (Double(bin) * 12, Double(bin + 1) * 12)
                let weight = residuals.count { $0 >= lower && $0 < upper }
                return .init(lower: lower, upper: upper, weight: Double(weight) * 20)
            },
            sample: sample
        )
        return report
    }
}
