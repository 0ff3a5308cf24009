import Evaluation
import RunReporting

/// How well the scores rank and whether they mean what they say.
struct CurveSection {
    /// As many colours as can be told apart.
    static let limit = 8

    let report: EvaluationReport

    var part: EvaluationPart? {
        let hasROC = report.curves.contains { $0.roc.count > 1 }
        let hasPrecision = report.curves.contains { $0.precisionRecall.count > 1 }
        let hasCalibration = report.curves.contains { !$0.calibration.isEmpty }
        guard hasROC || hasPrecision || hasCalibration else { return nil }
        return EvaluationPart(id: "scores", title: "Scores") { output in
            output.element("div", ["class": "plots"]) { output in
                output.newline()
                if hasROC { CurvePlot(report: report, kind: .roc).write(to: &output) }
                if hasPrecision {
                    CurvePlot(report: report, kind: .precisionRecall).write(to: &output)
                }
                if hasCalibration { CalibrationPlot(report: report).write(to: &output) }
            }
            output.newline()
        }
    }

    /// The labels to draw: all, or those that are told apart worst, in the order of the labels.
    ///
    /// All plots draw the same ones, each in one colour.
    static func drawn(_ curves: [ClassCurves]) -> [ClassCurves] {
        guard curves.count > limit else { return curves }
        let ranks = curves.map { $0.rocAUC ?? $0.averagePrecision ?? -1 }
        let ranked = curves.indices.sorted {
            ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0] < ranks[$1]
        }
        return ranked.prefix(limit).sorted().map { curves[$0] }
    }

    /// Says that not all labels are drawn.
    static func omission(_ count: Int) -> String {
        guard count > limit else { return "" }
        return "The \(limit) of \(NumberText.count(count)) labels with the lowest AUC."
    }

    /// The share of the rows that have the label.
    static func baseRate(_ curves: ClassCurves) -> Double? {
        let bins = curves.calibration.filter { $0.weight > 0 && $0.weight.isFinite }
        let total = bins.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        let rate = bins.reduce(0) { $0 + $1.weight / total * $1.positiveShare }
        return rate.isFinite ? rate : nil
    }
}

extension CurvePoint {
    var isFinite: Bool { x.isFinite && y.isFinite }
}

extension [CurvePoint] {
    /// Ascending, and no more than a plot has pixels.
    var thinned: [CurvePoint] {
        let limit = 400
        var points = filter(\.isFinite)
        // Recall falls from point to point as scikit-learn gives it.
        if let first = points.first, let last = points.last, first.x > last.x { points.reverse() }
        guard points.count > limit else { return points }
        return (0..<limit).map { points[$0 * (points.count - 1) / (limit - 1)] }
    }
}
