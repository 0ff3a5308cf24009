import Evaluation
import Markup
import RunDocument

/// The verdict, the numbers that matter most, and what was evaluated on what.
struct EvaluationHeader {
    private static let reasonLimit = 6

    let report: EvaluationReport
    let checks: [Check]
    let contents: [EvaluationPart.Link]

    func write(to output: inout MarkupWriter) {
        output.element("header") { output in
            output.newline()
            output.element("p", ["class": "eyebrow"], "Model evaluation")
            output.element("h1") { output in
                output.element("bdi", report.candidate.name.printable())
            }
            output.newline()
            writeVerdict(to: &output)
            writeReasons(to: &output)
            writeTiles(to: &output)
            EvaluationFacts(report: report).write(to: &output)
            if contents.count > 2 { writeContents(to: &output) }
        }
        output.newline()
    }

    private func writeVerdict(to output: inout MarkupWriter) {
        let counts = CheckCounts(checks)
        let (tone, verdict) =
            counts.total > counts.skipped ? counts.verdict : ("none", "– Not judged")
        output.element("p", ["class": "verdict \(tone)"]) { output in
            output.element("strong", verdict)
            output.write(" \(counts.total == 0 ? "no gate was given" : counts.sentence)")
        }
        output.newline()
    }

    /// What failed and what is open, in words.
    private func writeReasons(to output: inout MarkupWriter) {
        let troubled = [Check.Status.failed, .inconclusive].flatMap { status in
            checks.filter { $0.status == status }
        }
        guard !troubled.isEmpty else { return }
        output.element("ul", ["class": "reasons"]) { output in
            for check in troubled.prefix(Self.reasonLimit) { write(check, to: &output) }
            let rest = troubled.count - Self.reasonLimit
            if rest > 0 { output.element("li", "and \(NumberText.count(rest)) more") }
        }
        output.newline()
    }

    private func write(_ check: Check, to output: inout MarkupWriter) {
        let mark = CheckMark(check.status)
        let text = CheckText(check: check)
        let gate = GateResult(check)
        let reason =
            gate?.reason ?? [text.name, text.message].compactMap(\.self).joined(separator: ": ")
        output.element("li") { output in
            output.element("span", ["class": "mark \(mark.tone)"]) { output in
                output.write(mark.symbol)
                output.element("span", ["class": "hidden"], " \(mark.word): ")
            }
            output.element("bdi", reason)
        }
    }

    private func writeTiles(to output: inout MarkupWriter) {
        let metrics = LeadingMetrics(report: report, checks: checks).metrics.prefix(3)
        output.element("dl", ["class": "tiles"]) { output in
            for metric in metrics { write(metric, to: &output) }
            output.element("div") { output in
                output.element("dt", "Rows")
                output.element("dd", NumberText.count(report.rowCount))
                if report.isWeighted { output.element("dd", ["class": "under"], "weighted") }
            }
        }
        output.newline()
    }

    private func write(_ metric: MetricComparison, to output: inout MarkupWriter) {
        output.element("div") { output in
            output.element("dt") { $0.element("bdi", metric.name.printable(limit: 60)) }
            output.element("dd", metric.value.map(NumberText.measure) ?? "–")
            output.element("dd", ["class": "under"]) { output in
                if let change = MetricChange(metric) {
                    change.write(to: &output)
                } else if let interval = metric.interval {
                    output.write(NumberText.range(interval.lower, interval.upper))
                }
            }
        }
    }

    private func writeContents(to output: inout MarkupWriter) {
        output.element("nav", ["aria-label": "Parts of this page"]) { output in
            for link in contents {
                output.element("a", ["href": "#\(link.id)"], link.title)
                output.write(" ")
            }
        }
        output.newline()
    }
}
