import Markup
package import RunDocument

/// A stage as Markdown, for the summary of a GitHub job or a comment on a change.
package enum MarkdownReport {
    /// What a comment on GitHub can hold.
    package static let limit = 65_536

    /// The verdict, a table of the failed checks and those that warned, and the counts.
    ///
    /// - Parameter limit: in bytes; what does not fit is counted.
    package static func text(_ stage: Stage, limit: Int = limit) -> String {
        let counts = CheckCounts(stage.checks)
        let head = headline(stage, counts) + problem(of: stage)
        let foot = counts.total == 0 ? "" : "\n\(counts.sentence).\n"
        let troubled =
            stage.checks.filter { $0.status == .failed }
            + stage.checks.filter { $0.status == .inconclusive }
            + stage.checks.filter { $0.status == .warning }
        // Room for the line that counts what was left out, and for the fold.
        let room = limit - head.utf8.count - foot.utf8.count - 200
        return head + table(of: troubled, room: room) + foot
    }

    private static func headline(_ stage: Stage, _ counts: CheckCounts) -> String {
        let (mark, verdict) =
            switch stage.status {
            case .passed where counts.inconclusive > 0: ("🟡", "passed; some of it is inconclusive")
            case .failed where counts.failed == 0 && counts.inconclusive > 0:
                ("🟡", "is inconclusive")
            case .passed where counts.warned > 0: ("⚠️", "passed with warnings")
            case .passed: ("✅", "passed")
            case .failed: ("❌", "failed")
            case .error: ("❌", "could not be done")
            case .skipped: ("⏭️", "was skipped")
            }
        let name = MarkdownText.code(stage.tool)
        let stageName = MarkdownText.code(stage.name)
        return "### \(mark) \(name): the stage \(stageName) \(verdict)\n\n"
    }

    private static func problem(of stage: Stage) -> String {
        guard let problem = stage.problem else { return "" }
        let parts = [problem.title, problem.detail, problem.hint.map { "hint: \($0)" }]
        return parts.compactMap(\.self).map { MarkdownText.code($0, limit: 1000) + "\n\n" }.joined()
    }

    private static func table(of checks: [Check], room: Int) -> String {
        guard !checks.isEmpty else { return "" }
        var rows = "| | Check | Observed | Expected | Where |\n|---|---|---|---|---|\n"
        var details = ""
        var shown = 0
        for check in checks {
            let row = row(for: check)
            guard rows.utf8.count + details.utf8.count + row.utf8.count <= room else { break }
            rows += row
            shown += 1
            let more = self.details(of: check)
            if rows.utf8.count + details.utf8.count + more.utf8.count <= room { details += more }
        }
        let omitted = NumberText.count(checks.count - shown)
        let rest = shown == checks.count ? "" : "\nand \(omitted) more; see the run document.\n"
        return rows + rest + MarkdownText.fold("Details", details)
    }

    private static func row(for check: Check) -> String {
        let text = CheckText(check: check)
        let cells = [
            mark(of: check),
            MarkdownText.code(text.name, limit: 400),
            (text.observed ?? text.message).map { MarkdownText.code($0) } ?? "",
            text.expected.map { MarkdownText.code($0) } ?? "",
            text.place.map { MarkdownText.code($0) } ?? "",
        ]
        return "| \(cells.joined(separator: " | ")) |\n"
    }

    static func mark(of check: Check) -> String {
        switch check.status {
        case .passed: "✅ passed"
        case .failed: "❌ failed"
        case .warning: "⚠️ warned"
        case .skipped: "⏭️ skipped"
        case .inconclusive: "🟡 inconclusive"
        }
    }

    /// Lines with the check's message and its first offending rows.
    private static func details(of check: Check) -> String {
        let text = CheckText(check: check)
        let lines = text.rows.isEmpty ? [text.message].compactMap(\.self) : text.rows
        guard !lines.isEmpty else { return "" }
        return MarkdownText.lines([text.name] + lines.map { "    \($0)" })
    }
}
