import RunDocument
import RunReporting

/// A report as the Markdown of a comment on a change.
///
/// What comes from data stands in `code` or `pre` elements and never at the beginning of a line,
/// where GitLab reads commands like `/merge`.
struct CommentBody {
    private let sections: [String]
    private let foot: String

    /// The first line of a thread's comment, by which it is found again.
    static func marker(thread: String) -> String { "<!-- mlx-notify:\(thread) -->" }

    init(_ report: RunReport, link: Link?, thread: String) {
        sections = [
            Self.marker(thread: thread) + "\n",
            "### \(report.event.mark) \(MarkdownText.code(report.headline))\n",
            report.failure.map(Self.failure) ?? "",
            report.comparison.map(Self.comparison) ?? "",
            Self.next(report.next),
            Self.facts(report),
        ].filter { !$0.isEmpty }
        foot = link.map { "\n[\($0.text)](<\($0.escaped)>)\n" } ?? ""
    }

    /// - Parameter limit: in bytes; what is longer is cut at the end of a line.
    func text(limit: Int) -> String {
        let whole = sections.joined(separator: "\n")
        guard whole.utf8.count + foot.utf8.count > limit else { return whole + foot }
        let note = "\nThe rest is in the run document: a comment cannot be as long.\n"
        return MarkdownCut.cut(whole, limit: limit - note.utf8.count - foot.utf8.count)
            + note + foot
    }

    private static func failure(_ failure: FailureReport) -> String {
        var text = "Failed at \(MarkdownText.code(failure.stage)).\n"
        for part in [failure.title, failure.detail, failure.hint.map { "hint: \($0)" }] {
            if let part { text += "\n" + MarkdownText.code(part, limit: 1000) + "\n" }
        }
        guard !failure.checks.isEmpty else { return text }
        text += "\n| Check | Observed | Expected | Where |\n|---|---|---|---|\n"
        for check in failure.checks { text += row(check) }
        if failure.omitted > 0 { text += "\nand \(failure.omitted) more\n" }
        let rows = failure.checks.flatMap { check in
            check.rows.isEmpty ? [] : [check.id] + check.rows.map { "    \($0)" }
        }
        return text + MarkdownText.fold("Rows", MarkdownText.lines(rows.map { " \($0)" }))
    }

    private static func row(_ check: FailureReport.FailedCheck) -> String {
        let place = [check.place, check.slice].compactMap(\.self).joined(separator: ", ")
        let cells = [check.id, check.observed ?? check.message ?? "", check.expected ?? "", place]
        let texts = cells.map { $0.isEmpty ? "" : MarkdownText.code($0) }
        return "| \(texts.joined(separator: " | ")) |\n"
    }

    private static func comparison(_ comparison: MetricComparison) -> String {
        let before = comparison.baselineVersion.map { "version \($0)" } ?? "production"
        var text =
            comparison.hasBaseline
            ? "| Metric | In \(before) | Now | Change |\n|---|--:|--:|---|\n"
            : "| Metric | Value |\n|---|--:|\n"
        for row in comparison.rows {
            let name = MarkdownText.code(row.metric)
            let after = row.after.map(NumberText.plain) ?? "undefined"
            guard comparison.hasBaseline else {
                text += "| \(name) | \(after) |\n"
                continue
            }
            let value = row.before.map(NumberText.plain) ?? "–"
            text += "| \(name) | \(value) | \(after) | \(row.change) |\n"
        }
        if comparison.omitted > 0 { text += "\nand \(comparison.omitted) more\n" }
        return text
    }

    private static func next(_ step: NextStep) -> String {
        let text = "**Next:** \(MarkdownText.code(step.text, limit: 1000))\n"
        guard let command = step.command else { return text }
        // A space before it: no line may begin with what the run document says.
        return text + "\n<pre>\n\(MarkdownText.lines([" \(command)"]))</pre>\n"
    }

    private static func facts(_ report: RunReport) -> String {
        let lines = report.facts.map { fact in " \(fact.name): \(fact.value)" }
        let stages = report.stages.map { " \($0.name): \($0.status.rawValue)" }
        return MarkdownText.fold("Details", MarkdownText.lines(lines + stages))
    }
}

extension RunReport.Event {
    /// A picture of the event, for where there is no colour.
    var mark: String {
        switch self {
        case .success, .promoted: "✅"
        case .failure: "❌"
        case .approval: "⏳"
        case .rolledBack: "⏪"
        case .unchanged: "⏭️"
        }
    }
}

extension MetricComparison.Row {
    /// The change with an arrow, as `▲ +0.0112 (+1.2 %), better`; a dash if there is nothing to
    /// compare.
    var change: String {
        guard let before, let after else { return "–" }
        let words = NumberText.change(from: before, to: after)
        switch direction {
        case .same, .unknown: return words
        case .better, .worse: return "\(after > before ? "▲" : "▼") \(words), \(direction.rawValue)"
        }
    }
}
