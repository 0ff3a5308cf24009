package import Evaluation
import Markup
package import RunDocument

/// What an evaluation found as one HTML file that needs nothing else: no script, no font, no
/// network.
package struct EvaluationPage {
    package var report: EvaluationReport
    package var checks: [Check]

    package init(_ report: EvaluationReport, checks: [Check] = []) {
        self.report = report
        self.checks = checks
    }

    /// The page; the same report makes the same bytes.
    package var html: String {
        let title = "Evaluation of \(report.candidate.name)".printable()
        return PageFrame(title: title, sheet: EvaluationStyle.sheet).html { page in
            page.newline()
            EvaluationHeader(report: report, checks: checks, contents: parts.map(\.link))
                .write(to: &page)
            for part in parts { part.write(to: &page) }
            page.element("footer") { page in
                page.element("p", "Written by mlx-eval. This file needs no network.")
            }
            page.newline()
        }
    }

    /// The parts that there is something to say in.
    private var parts: [EvaluationPart] {
        let leading = LeadingMetrics(report: report, checks: checks)
        let parts: [EvaluationPart?] = [
            GateTable(
                gates: GateResult.all(checks, report.metrics, report.slices),
                confidence: report.confidence
            ).part,
            MetricSection(report: report, leading: leading).part,
            CurveSection(report: report).part,
            ConfusionSection(report: report).part,
            ClassTable(report: report).part,
            ResidualSection(report: report).part,
            SliceSection(report: report, leading: leading).part,
            WeakSliceTable(report: report).part,
            FairnessSection(report: report).part,
            ImportanceSection(report: report).part,
            LatencySection(report: report).part,
            checks.isEmpty
                ? nil
                : EvaluationPart(id: "checks", title: "Checks") { page in
                    CheckList(checks: checks).writeLists(to: &page)
                },
        ]
        return parts.compactMap(\.self)
    }
}

/// A part of the page, and what leads to it.
struct EvaluationPart {
    /// Of the part in the page.
    struct Link {
        let id: String
        let title: String
    }

    let id: String
    let title: String
    let content: (inout MarkupWriter) -> Void

    init(id: String, title: String, _ content: @escaping (inout MarkupWriter) -> Void) {
        self.id = id
        self.title = title
        self.content = content
    }

    var link: Link { Link(id: id, title: title) }

    func write(to output: inout MarkupWriter) {
        output.element("section", ["id": id]) { output in
            output.newline()
            output.element("h2", title)
            output.newline()
            content(&output)
        }
        output.newline()
    }
}
