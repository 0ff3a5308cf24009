import Evaluation
import Markup
import RunDocument

extension SummaryTable {
    private static let gateLimit = 500

    /// What was asked of the model, and how it came out.
    static func gates(_ gates: [GateResult]) -> SummaryTable {
        let hasInterval = gates.contains { $0.interval != nil }
        let reasons = gates.map(Self.reason)
        let hasReason = reasons.contains { $0 != nil }
        var columns: [Column] = [.text("Gate"), .number("Value")]
        if hasInterval { columns.append(.number("Interval")) }
        columns += [.text("Bound"), .text("Verdict")]
        if hasReason { columns.append(.text("Why")) }
        let rows = zip(gates, reasons).prefix(gateLimit).map { gate, reason in
            var cells = [name(gate), gate.observed.map { "**\(NumberText.measure($0))**" } ?? ""]
            if hasInterval {
                cells.append(gate.interval.map { NumberText.range($0.lower, $0.upper) } ?? "")
            }
            cells += [
                gate.bounds.words.joined(separator: ", "),
                gate.isUnjudged ? "⏭️ not judged" : MarkdownReport.mark(of: gate.check),
            ]
            if hasReason { cells.append(reason.map { MarkdownText.code($0, limit: 300) } ?? "") }
            return cells
        }
        return SummaryTable(title: "Gates", columns: columns, rows: rows, count: gates.count)
    }

    private static func name(_ gate: GateResult) -> String {
        let slice = gate.slice.map { gate.bounds.scope == nil ? " [\($0)]" : " \($0)" } ?? ""
        return MarkdownText.code(gate.metric + slice, limit: 300)
    }

    /// What the row itself does not say.
    private static func reason(_ gate: GateResult) -> String? {
        gate.check.status == .passed ? gate.note : GateMessage(check: gate.check).text
    }

    /// What failed, is open or warned beside the gates.
    static func checks(_ checks: [Check]) -> SummaryTable {
        let order: [Check.Status] = [.failed, .inconclusive, .warning]
        let others = checks.filter { GateBounds($0) == nil }
        let troubled = order.flatMap { status in others.filter { $0.status == status } }
        let rows = troubled.prefix(gateLimit).map { check in
            let text = CheckText(check: check)
            return [
                MarkdownReport.mark(of: check), MarkdownText.code(text.name, limit: 300),
                text.observed.map { MarkdownText.code($0) } ?? "",
                text.expected.map { MarkdownText.code($0) } ?? "",
                text.message.map { MarkdownText.code($0, limit: 300) } ?? "",
            ]
        }
        return SummaryTable(
            title: "Checks that did not pass",
            columns: ["", "Check", "Observed", "Expected", "Why"].map(Column.text),
            rows: rows,
            count: troubled.count
        )
    }
}
