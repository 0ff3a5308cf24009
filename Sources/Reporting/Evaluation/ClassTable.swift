import Evaluation
import RunReporting

/// How well each class is found.
struct ClassTable {
    private static let limit = 50

    let report: EvaluationReport

    var part: EvaluationPart? {
        guard !report.perClass.isEmpty else { return nil }
        return EvaluationPart(id: "classes", title: "Classes") { output in
            if report.perClass.count > Self.limit {
                output.element(
                    "p", ["class": "limit"],
                    "The \(Self.limit) of \(NumberText.count(report.perClass.count)) classes "
                        + "with the lowest F1.")
            }
            table.write(shown.map(row), to: &output)
        }
    }

    private var shown: [ClassResult] {
        let all = report.perClass
        guard all.count > Self.limit else { return all }
        let worst = all.indices.sorted {
            let (left, right) = (all[$0].f1, all[$1].f1)
            return left == right || left.isNaN || right.isNaN ? $0 < $1 : left < right
        }
        return worst.prefix(Self.limit).map { all[$0] }
    }

    private var table: FigureTable {
        FigureTable(
            kind: "classes",
            caption: "How well each class is found",
            columns: [
                .init(label: "Class"),
                .init(
                    label: "Precision", kind: "rate", hint: "of those called so, how many are"),
                .init(label: "Recall", kind: "rate", hint: "of those that are, how many are found"),
                .init(label: "F1", kind: "rate", hint: "the harmonic mean of both"),
                .init(label: report.isWeighted ? "Weight" : "Rows", kind: "number"),
            ])
    }

    private func row(_ result: ClassResult) -> FigureTable.Row {
        FigureTable.Row(cells: [
            .data(result.label), .rate(result.precision), .rate(result.recall), .rate(result.f1),
            .text(NumberText.value(result.support)),
        ])
    }
}

extension FigureTable.Cell {
    /// A number from 0 to 1 with a bar.
    static func rate(_ rate: Double?, mark: Double? = nil) -> Self {
        Self { output in
            guard let rate, rate.isFinite else {
                return output.element("span", ["class": "soft"], "–")
            }
            output.element("span", NumberText.measure(rate))
            BarDrawing(
                share: min(1, max(0, rate)), kind: "rate", title: nil,
                mark: mark.map { min(1, max(0, $0)) }
            ).write(to: &output)
        }
    }
}
