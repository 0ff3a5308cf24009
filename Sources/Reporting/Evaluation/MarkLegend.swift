import Evaluation
import Markup

/// What the marks of the strips in a table mean.
struct MarkLegend {
    let report: EvaluationReport
    let hasBaseline: Bool
    let hasInterval: Bool
    /// What a line across all strips is, in words.
    var line: String?

    func write(to output: inout MarkupWriter) {
        output.element("ul", ["class": "keys"]) { output in
            item("M13 5h.01", "line dot", "this model", to: &output)
            if hasInterval {
                let confidence = report.confidence.map { "\(NumberText.value($0 * 100))% " } ?? ""
                item("M3 5H23", "line span", "\(confidence)interval", to: &output)
            }
            if hasBaseline {
                let name = report.baseline.map { ": \($0.name.printable(limit: 80))" } ?? ""
                item("M13 5h.01", "line dot before", "baseline\(name)", hole: true, to: &output)
            }
            if let line { item("M13 0V10", "line whole", line, to: &output) }
        }
        output.newline()
    }

    private func item(
        _ path: String,
        _ kind: String,
        _ label: String,
        hole: Bool = false,
        to output: inout MarkupWriter
    ) {
        output.element("li") { output in
            output.element("svg", ["viewBox": "0 0 26 10", "aria-hidden": "true"]) { output in
                output.empty("path", ["class": kind, "d": path])
                if hole { output.empty("path", ["class": "line dot hole", "d": path]) }
            }
            output.element("bdi", label)
        }
    }
}
