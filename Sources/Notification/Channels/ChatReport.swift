/// A report in the few lines that a chat shows, each a label and what comes from data.
struct ChatReport {
    struct Line: Hashable {
        /// Our own words, plain ASCII; empty if there are none.
        let label: String
        /// From data: one line of printable text, never empty.
        let value: String
        /// Our own words again: numbers, an arrow.
        let note: String

        init(_ label: String, _ value: String, note: String = "", limit: Int = 400) {
            self.label = label
            self.value = ChatText.plain(value, limit: limit)
            self.note = note
        }
    }

    let mark: String
    let headline: String
    /// What broke; empty if nothing did.
    let failure: [Line]
    let metrics: [Line]
    let next: [Line]
    let facts: [Line]

    init(_ report: RunReport) {
        mark = report.event.mark
        headline = ChatText.plain(report.headline, limit: 140)
        failure = report.failure.map(Self.lines) ?? []
        metrics = report.comparison.map(Self.lines) ?? []
        next =
            [Line("Next", report.next.text)]
            + [report.next.command].compactMap(\.self).map { Line("Command", $0) }
        facts = report.facts.map { Line($0.name, $0.value, limit: 200) }
    }

    private static func lines(of failure: FailureReport) -> [Line] {
        let title = [failure.title, failure.detail].compactMap(\.self).map { Line("", $0) }
        let checks = failure.checks.map { check in
            let words = [
                check.message, check.place, check.observed.map { "observed \($0)" },
                check.expected.map { "expected \($0)" },
            ]
            return Line("Check", ([check.id] + words.compactMap(\.self)).joined(separator: "; "))
        }
        return [Line("Failed at", failure.stage)] + title + checks
            + [failure.hint].compactMap(\.self).map { Line("Hint", $0) }
    }

    private static func lines(of comparison: MetricComparison) -> [Line] {
        comparison.rows.map { row in
            let after = row.after.map(NumberText.plain) ?? "undefined"
            guard let before = row.before else { return Line("", row.metric, note: after) }
            let note = "\(NumberText.plain(before)) → \(after), \(row.change)"
            return Line("", row.metric, note: note, limit: 100)
        }
    }
}

extension [ChatReport.Line] {
    /// The lines as a service writes them, as many as it takes.
    ///
    /// - Parameter limit: in Unicode scalars, for all of them.
    func fitting(_ limit: Int, separator: String, _ write: (ChatReport.Line) -> String) -> String {
        var text = ""
        for line in self {
            let next = (text.isEmpty ? "" : separator) + write(line)
            guard text.unicodeScalars.count + next.unicodeScalars.count <= limit - 2 else {
                return text + separator + "…"
            }
            text += next
        }
        return text
    }
}
