import RunDocument
import RunReporting

/// All checks of the data: those that failed in full, the others folded away.
struct CheckList {
    private static let limit = 500

    let checks: [Check]

    func write(to output: inout MarkupWriter) {
        output.element("section") { output in
            output.newline()
            output.element("h2", "Checks")
            output.newline()
            writeLists(to: &output)
        }
        output.newline()
    }

    /// Without the headline.
    func writeLists(to output: inout MarkupWriter) {
        let troubled = with(.failed) + with(.inconclusive) + with(.warning)
        if troubled.isEmpty {
            output.element("p", ["class": "soft"], "No check failed and none warned.")
        } else {
            writeTable(troubled, "Checks that did not pass", to: &output)
        }
        for (status, verdict) in [(Check.Status.skipped, "skipped"), (.passed, "passed")] {
            let checks = with(status)
            guard !checks.isEmpty else { continue }
            output.element("details") { output in
                output.element("summary", "\(NumberText.count(checks.count)) \(verdict)")
                writeTable(checks, "Checks that were \(verdict)", to: &output)
            }
            output.newline()
        }
    }

    private func with(_ status: Check.Status) -> [Check] { checks.filter { $0.status == status } }

    private func writeTable(
        _ checks: [Check],
        _ caption: String,
        to output: inout MarkupWriter
    ) {
        let hasPlace = checks.contains { $0.file != nil || $0.line != nil }
        output.element("table", ["class": "list", "role": "table"]) { output in
            output.element("caption", caption)
            output.element("thead", ["role": "rowgroup"]) { output in
                output.element("tr", ["role": "row"]) { output in
                    for label in ["Check", "Observed", "Expected"] + (hasPlace ? ["Where"] : []) {
                        output.element(
                            "th", ["scope": "col", "role": "columnheader"], label)
                    }
                }
            }
            output.element("tbody", ["role": "rowgroup"]) { output in
                output.newline()
                for check in checks.prefix(Self.limit) {
                    write(check, hasPlace: hasPlace, to: &output)
                }
            }
        }
        if checks.count > Self.limit {
            let more = NumberText.count(checks.count - Self.limit)
            output.element("p", ["class": "limit"], "and \(more) more; see the run document")
        }
        output.newline()
    }

    private func write(_ check: Check, hasPlace: Bool, to output: inout MarkupWriter) {
        let text = CheckText(check: check)
        let mark = CheckMark(check.status)
        output.element("tr", ["role": "row", "class": mark.rowKind]) { output in
            output.element("th", ["scope": "row", "role": "rowheader"]) { output in
                output.element("span", ["class": "mark \(mark.tone)"]) { output in
                    output.write(mark.symbol)
                    output.element("span", ["class": "hidden"], " \(check.status.rawValue) ")
                }
                output.element("bdi", text.name)
                if check.status != .passed { writeDetails(text, to: &output) }
            }
            let cells = [
                ("Observed", text.observed),
                ("Expected", GateBounds(check)?.text ?? text.expected), ("Where", text.place),
            ]
            for (label, content) in cells.prefix(hasPlace ? 3 : 2) {
                output.element("td", ["role": "cell", "data-label": label]) { output in
                    output.element("bdi", content ?? "–")
                }
            }
        }
        output.newline()
    }

    private func writeDetails(_ text: CheckText, to output: inout MarkupWriter) {
        if let message = GateMessage(check: text.check).text { output.element("p", message) }
        let rows = text.rows
        guard rows.count > 1 else { return }
        output.element("ul") { output in
            for row in rows { output.element("li") { $0.element("bdi", row) } }
        }
    }
}
