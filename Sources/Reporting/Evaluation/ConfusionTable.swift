import Evaluation
import Markup

/// The confusion matrix as a table whose cells are the darker the more of the row they hold.
struct ConfusionTable {
    let report: EvaluationReport
    /// How many classes there are.
    let count: Int

    func write(to output: inout MarkupWriter) {
        output.element("table", ["class": count > 6 ? "matrix dense" : "matrix"]) { output in
            output.element("caption", "Confusion matrix")
            output.element("thead") { output in
                output.element("tr") { output in
                    output.element("td") { output in
                        output.element("small", "true ↓ predicted →")
                    }
                    for label in report.labels.prefix(count) {
                        header("col", label, to: &output)
                    }
                }
            }
            output.element("tbody") { output in
                output.newline()
                for truth in 0..<count { writeRow(truth, to: &output) }
            }
        }
        output.newline()
    }

    private func header(_ scope: String, _ label: String, to output: inout MarkupWriter) {
        let text = label.isEmpty ? "(empty)" : label.printable(limit: 60)
        output.element("th", ["scope": scope, "title": text]) { $0.element("bdi", text) }
    }

    private func writeRow(_ truth: Int, to output: inout MarkupWriter) {
        let row = report.confusion[truth].prefix(count).map { $0.isFinite ? max(0, $0) : 0 }
        let total = row.reduce(0, +)
        output.element("tr") { output in
            header("row", report.labels[truth], to: &output)
            for (predicted, weight) in row.enumerated() {
                let share = total > 0 ? weight / total : 0
                // A little is still to be seen.
                let level = weight > 0 ? max(1, Int((share * 9).rounded())) : 0
                let kind = predicted == truth ? "hit" : "miss"
                output.element("td", ["class": "\(kind) h\(level)"]) { output in
                    output.element("span", ["class": weight > 0 ? nil : "soft"], text(weight))
                    if weight > 0 { output.element("small", NumberText.percent(share)) }
                }
            }
        }
        output.newline()
    }

    private func text(_ weight: Double) -> String {
        weight == weight.rounded() ? NumberText.value(weight) : NumberText.measure(weight)
    }
}
