import Evaluation
import Markup

/// Which columns the model's answers rest on.
struct ImportanceSection {
    private static let limit = 40

    let report: EvaluationReport

    var part: EvaluationPart? {
        guard let importance = report.importance, !importance.features.isEmpty else { return nil }
        let features = Self.ranked(importance.features)
        return EvaluationPart(id: "importance", title: "Feature importance") { output in
            output.element("p", ["class": "legend"], words(importance))
            output.newline()
            write(Array(features.prefix(Self.limit)), to: &output)
            output.more(features.count - Self.limit, "features that matter less")
        }
    }

    private static func ranked(
        _ features: [FeatureImportance.Feature]
    ) -> [FeatureImportance.Feature] {
        let ranks = features.map { $0.mean.isNaN ? -.infinity : $0.mean }
        return features.indices
            .sorted { ranks[$0] == ranks[$1] ? $0 < $1 : ranks[$0] > ranks[$1] }
            .map { features[$0] }
    }

    private func words(_ importance: FeatureImportance) -> String {
        let hasSHAP = importance.features.contains { $0.meanSHAP != nil }
        let shap = hasSHAP ? " SHAP: the mean magnitude of its share in an answer." : ""
        return
            "How much worse \(importance.metric.printable(limit: 60)) becomes when a column is "
            + "shuffled: "
            + "mean and standard deviation over \(NumberText.count(importance.repeats)) repeats "
            + "on \(NumberText.count(importance.rowCount)) rows.\(shap)"
    }

    private func write(
        _ features: [FeatureImportance.Feature],
        to output: inout MarkupWriter
    ) {
        let ends = features.flatMap {
            [$0.mean - $0.standardDeviation, $0.mean + $0.standardDeviation]
        }
        let scale = PlotScale(covering: ends + [0])
        let most = features.compactMap(\.meanSHAP).filter(\.isFinite).max()
        var columns: [FigureTable.Column] = [
            .init(label: "Feature"), .init(label: "Importance", kind: "strip"),
            .init(label: "Loss ± SD", kind: "number"),
        ]
        if most != nil { columns.append(.init(label: "Mean |SHAP|", kind: "rate")) }
        let table = FigureTable(
            kind: "features", caption: "Features by importance", columns: columns)
        table.write(features.map { row($0, scale, most) }, to: &output)
    }

    private func row(
        _ feature: FeatureImportance.Feature,
        _ scale: PlotScale,
        _ most: Double?
    ) -> FigureTable.Row {
        let deviation = feature.standardDeviation
        let text = "\(NumberText.measure(feature.mean)) ± \(NumberText.measure(deviation))"
        var cells: [FigureTable.Cell] = [
            .data(feature.name, limit: 120),
            .init { output in
                ImportanceBar(
                    feature: feature, scale: scale,
                    title: "\(feature.name.printable(limit: 80)): \(text)"
                ).write(to: &output)
            },
            .init { output in
                output.write(NumberText.measure(feature.mean))
                output.element("small", "± \(NumberText.measure(deviation))")
            },
        ]
        if let most {
            cells.append(
                .init { output in
                    guard let value = feature.meanSHAP, value.isFinite else {
                        return output.element("span", ["class": "soft"], "–")
                    }
                    output.element("span", NumberText.measure(value))
                    BarDrawing(
                        share: min(1, max(0, value / max(most, .leastNormalMagnitude))),
                        kind: "rate second", title: nil
                    ).write(to: &output)
                })
        }
        return FigureTable.Row(cells: cells)
    }
}

/// A bar from 0 with whiskers of one standard deviation.
private struct ImportanceBar {
    let feature: FeatureImportance.Feature
    let scale: PlotScale
    let title: String

    func write(to output: inout MarkupWriter) {
        let attributes: MarkupWriter.Attributes = [
            "class": "range", "role": "img", "viewBox": "0 0 100 24",
            "preserveAspectRatio": "none",
        ]
        output.element("svg", attributes) { output in
            output.element("title", title)
            let (start, end) = (x(min(0, feature.mean)), x(max(0, feature.mean)))
            output.empty(
                "rect",
                [
                    "class": feature.mean < 0 ? "column negative" : "column",
                    "x": NumberText.coordinate(start), "y": "5",
                    "width": NumberText.coordinate(max(0.3, end - start)), "height": "14",
                ])
            if feature.mean.isFinite, feature.standardDeviation.isFinite {
                let low = NumberText.coordinate(x(feature.mean - feature.standardDeviation))
                let high = NumberText.coordinate(x(feature.mean + feature.standardDeviation))
                output.empty(
                    "path",
                    ["class": "line whisker", "d": "M\(low) 12H\(high)M\(low) 8V16M\(high) 8V16"])
            }
            let zero = NumberText.coordinate(x(0))
            output.empty("path", ["class": "line zero", "d": "M\(zero) 0V24"])
        }
    }

    private func x(_ number: Double) -> Double { 100 * scale.position(number) }
}
