import Evaluation
import Markup

/// ROC or precision over recall: of the model and its baseline, or of each label.
struct CurvePlot {
    enum Kind { case roc, precisionRecall }

    let report: EvaluationReport
    let kind: Kind

    private struct Series {
        let kind: String
        let label: String
        let points: [CurvePoint]
        let detail: String?
    }

    func write(to output: inout MarkupWriter) {
        let series = series
        let keys = series.map { PlotFigure.Key(kind: $0.kind, label: $0.label, detail: $0.detail) }
        let figure = PlotFigure(title: title, words: words, keys: keys + referenceKey)
        figure.write(to: &output) { output in
            frame(series).write(to: &output) { output in
                let frame = frame(series)
                writeReference(frame, to: &output)
                for series in series.reversed() { write(series, frame, to: &output) }
                if curves.count == 1, let first = series.first {
                    CurveProbes(points: first.points, axes: axes, frame: frame).write(to: &output)
                }
            }
        } numbers: { output in
            CurveNumbers(
                columns: axes,
                series: series.map { ($0.label, $0.points) }
            ).write(to: &output)
        }
    }

    private var axes: (x: String, y: String) {
        kind == .roc
            ? ("False positive rate", "True positive rate") : ("Recall", "Precision")
    }

    private var title: String { kind == .roc ? "ROC" : "Precision and recall" }

    private var curves: [ClassCurves] { CurveSection.drawn(report.curves) }

    private func points(_ curves: ClassCurves) -> [CurvePoint] {
        kind == .roc ? curves.roc : curves.precisionRecall
    }

    private func area(_ curves: ClassCurves) -> Double? {
        kind == .roc ? curves.rocAUC : curves.averagePrecision
    }

    private var areaName: String { kind == .roc ? "AUC" : "AP" }

    private var series: [Series] {
        let curves = curves
        var series = curves.enumerated().map { index, curves in
            Series(
                kind: "curve c\(index + 1)",
                label: report.curves.count == 1
                    ? "this model"
                    : curves.label.isEmpty ? "(empty)" : curves.label.printable(limit: 60),
                points: points(curves).thinned,
                detail: area(curves).map { "\(areaName) \(NumberText.measure($0))" }
            )
        }
        if curves.count == 1, let first = curves.first {
            let before = kind == .roc ? first.baselineROC : first.baselinePrecisionRecall
            let metric = kind == .roc ? "roc_auc" : "average_precision"
            let value = report.metrics.first { $0.name == metric }?.baseline
            if before.count > 1 {
                series.append(
                    Series(
                        kind: "curve before",
                        label: "baseline",
                        points: before.thinned,
                        detail: value.map { "\(areaName) \(NumberText.measure($0))" }
                    ))
            }
        }
        return series
    }

    private var words: String {
        let omission = CurveSection.omission(report.curves.count)
        guard curves.count == 1, let first = series.first, kind == .roc else { return omission }
        guard let rate = first.points.last(where: { $0.x <= 0.1 })?.y else { return omission }
        return
            "With at most 10% false alarms it finds \(NumberText.percent(rate)) of what it looks for."
    }

    private func frame(_ series: [Series]) -> PlotFrame {
        let curves = series.map {
            [$0.label, $0.detail].compactMap(\.self).joined(separator: ", ")
        }
        let unit = PlotScale(from: 0, to: 1)
        return PlotFrame(
            title: "\(title) curve",
            summary: "\(axes.y) over \(axes.x.lowercased()): \(curves.joined(separator: "; "))",
            x: .init(label: axes.x, scale: unit),
            y: .init(label: axes.y, scale: unit)
        )
    }

    private var baseRate: Double? {
        kind == .precisionRecall && report.curves.count == 1
            ? report.curves.first.flatMap(CurveSection.baseRate) : nil
    }

    private var referenceKey: [PlotFigure.Key] {
        if kind == .roc { return [.init(kind: "chance", label: "chance", detail: "AUC 0.5")] }
        return baseRate.map {
            [.init(kind: "chance", label: "base rate", detail: NumberText.measure($0))]
        } ?? []
    }

    private func writeReference(_ frame: PlotFrame, to output: inout MarkupWriter) {
        if kind == .roc {
            frame.line("chance", from: (0, 0), to: (1, 1), in: &output)
        } else if let baseRate {
            frame.line("chance", from: (0, baseRate), to: (1, baseRate), in: &output)
        }
    }

    private func write(_ series: Series, _ frame: PlotFrame, to output: inout MarkupWriter) {
        guard let first = series.points.first else { return }
        var path = "M\(frame.place(first.x, first.y))"
        for point in series.points.dropFirst() {
            // Precision holds up to its recall; on the way to it there is none to connect.
            let place = frame.place(point.x, point.y).split(separator: " ")
            path += kind == .roc ? "L\(place[0]) \(place[1])" : "V\(place[1])H\(place[0])"
        }
        output.element("path", ["class": "line \(series.kind)", "d": path]) { output in
            let words = [series.label, series.detail].compactMap(\.self).joined(separator: ", ")
            output.element("title", words)
        }
    }
}
