import Evaluation
import Markup

/// How groups of people fare.
struct FairnessSection {
    private static let columnLimit = 20
    private static let groupLimit = 40

    let report: EvaluationReport

    var part: EvaluationPart? {
        guard !report.fairness.isEmpty else { return nil }
        return EvaluationPart(id: "fairness", title: "Fairness") { output in
            for result in report.fairness.prefix(Self.columnLimit) { write(result, to: &output) }
            output.more(report.fairness.count - Self.columnLimit, "columns")
        }
    }

    private func write(_ result: FairnessResult, to output: inout MarkupWriter) {
        output.element("h3") { output in
            output.element("bdi", result.column.printable(limit: 120))
            output.element("small") { output in
                output.write(" selected: ")
                output.element("bdi", result.positiveLabel.printable(limit: 60))
            }
        }
        table.write(result.groups.prefix(Self.groupLimit).map(row), to: &output)
        output.more(result.groups.count - Self.groupLimit, "groups")
        if !result.metrics.isEmpty { writeMetrics(result, to: &output) }
    }

    private var table: FigureTable {
        FigureTable(
            kind: "groups",
            caption: "How often each group is selected, rightly and wrongly",
            columns: [
                .init(label: "Group"), .init(label: "Rows", kind: "number"),
                .init(label: "Selected", kind: "rate", hint: "the share that is selected"),
                .init(
                    label: "True positives", kind: "rate",
                    hint: "of those who have the label, how many are selected"),
                .init(
                    label: "False positives", kind: "rate",
                    hint: "of those who do not have the label, how many are selected"),
            ])
    }

    private func row(_ group: FairnessResult.Group) -> FigureTable.Row {
        FigureTable.Row(cells: [
            .data(group.name), .text(NumberText.count(group.rowCount)),
            .rate(group.selectionRate), .rate(group.truePositiveRate),
            .rate(group.falsePositiveRate),
        ])
    }

    private func writeMetrics(_ result: FairnessResult, to output: inout MarkupWriter) {
        output.element("dl", ["class": "facts wide"]) { output in
            for (name, value) in result.metrics.sorted(by: { $0.key < $1.key }).prefix(30) {
                output.element("div") { output in
                    output.element("dt", name.replacing("_", with: " ").printable(limit: 80))
                    output.element("dd") { output in
                        output.element("strong", value.map(NumberText.measure) ?? "not defined")
                        if let value { output.element("small", Self.meaning(name, value)) }
                    }
                }
            }
        }
        output.newline()
    }

    /// What is fair, and how far this is from it.
    ///
    /// The four-fifths rule (29 CFR 1607.4 D) is about rates of selection, and of nothing else.
    private static func meaning(_ name: String, _ value: Double) -> String {
        if name == "demographic_parity_ratio" {
            let words = value < 0.8 ? "below four fifths, the usual bound" : "at least four fifths"
            return " 1 is equal; \(words)"
        }
        if name.hasSuffix("_ratio") { return " 1 is equal" }
        return name.hasSuffix("_difference") ? " 0 is equal" : ""
    }
}
