import Evaluation
import RunReporting

/// Which classes the model takes for which.
struct ConfusionSection {
    /// More classes than these do not fit on a screen.
    private static let limit = 20
    private static let pairLimit = 20

    let report: EvaluationReport

    private var count: Int { min(report.labels.count, report.confusion.count) }

    var part: EvaluationPart? {
        guard count > 1 else { return nil }
        return EvaluationPart(id: "confusion", title: "Confusion") { output in
            if count <= Self.limit {
                output.element(
                    "p", ["class": "legend"],
                    "Rows are the true classes, columns the predicted ones. "
                        + "Percentages are shares of the row: what became of a class.")
                output.element("div", ["class": "scroll"]) { output in
                    ConfusionTable(report: report, count: count).write(to: &output)
                }
            }
            for sentence in ConfusionWords(report: report).sentences {
                output.element("p", ["class": "words"]) { $0.element("bdi", sentence) }
            }
            writePairs(to: &output)
        }
    }

    private struct Pair {
        let truth: Int
        let predicted: Int
        let weight: Double
        let share: Double
    }

    private var pairs: [Pair] {
        let pairs = (0..<count).flatMap { truth in
            let row = report.confusion[truth].map { $0.isFinite ? $0 : 0 }
            let total = row.reduce(0, +)
            return row.indices.prefix(count).compactMap { predicted -> Pair? in
                guard predicted != truth, row[predicted] > 0 else { return nil }
                return Pair(
                    truth: truth,
                    predicted: predicted,
                    weight: row[predicted],
                    share: row[predicted] / total
                )
            }
        }
        return pairs.sorted {
            $0.weight == $1.weight
                ? ($0.truth, $0.predicted) < ($1.truth, $1.predicted) : $0.weight > $1.weight
        }
    }

    private func writePairs(to output: inout MarkupWriter) {
        let pairs = pairs
        guard count > 2, !pairs.isEmpty else { return }
        let table = FigureTable(
            kind: "pairs narrow",
            caption: "Classes that are confused most",
            columns: [
                .init(label: "True class"), .init(label: "Taken for"),
                .init(label: report.isWeighted ? "Weight" : "Rows", kind: "number"),
                .init(label: "Share of the class", kind: "number"),
            ])
        let limit = count > Self.limit ? Self.pairLimit : 5
        output.element("h3", "Confused most")
        table.write(
            pairs.prefix(limit).map { pair in
                FigureTable.Row(cells: [
                    .data(report.labels[pair.truth]), .data(report.labels[pair.predicted]),
                    .text(NumberText.value(pair.weight)), .text(NumberText.percent(pair.share)),
                ])
            }, to: &output)
        output.more(pairs.count - limit, "pairs")
    }
}
