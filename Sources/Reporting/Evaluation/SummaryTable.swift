import Evaluation
import RunDocument

/// A table in Markdown, as many of its rows as there is room for.
struct SummaryTable {
    let title: String?
    let header: [String]
    /// The columns of numbers.
    let isNumber: [Bool]
    /// Cells that are escaped already.
    let rows: [[String]]
    /// How many there are in all.
    let count: Int

    /// - Parameter room: in bytes; what is used is taken off.
    func text(_ room: inout Int) -> String {
        guard !rows.isEmpty else { return "" }
        var text = title.map { "\n#### \($0)\n" } ?? ""
        text += "\n| \(header.joined(separator: " | ")) |\n"
        text += "|\(isNumber.map { $0 ? "---:|" : "---|" }.joined())\n"
        var shown = 0
        guard text.utf8.count < room else { return "" }
        for row in rows {
            let line = "| \(row.joined(separator: " | ")) |\n"
            guard text.utf8.count + line.utf8.count <= room else { break }
            text += line
            shown += 1
        }
        if shown < count { text += "\nand \(NumberText.count(count - shown)) more.\n" }
        room -= text.utf8.count
        return text
    }

    static func metrics(_ report: EvaluationReport, limit: Int) -> SummaryTable {
        let hasBaseline = report.metrics.contains { $0.baseline != nil }
        let hasInterval = report.metrics.contains { $0.interval != nil }
        var header = ["Metric", "Value"]
        if hasInterval { header.append("Interval") }
        if hasBaseline { header += ["Baseline", "Change"] }
        let rows = report.metrics.prefix(limit).map { metric -> [String] in
            var cells = [
                MarkdownText.code(metric.name),
                metric.value.map { "**\(NumberText.measure($0))**" } ?? "not defined",
            ]
            if hasInterval {
                cells.append(metric.interval.map { NumberText.range($0.lower, $0.upper) } ?? "")
            }
            if hasBaseline {
                cells.append(metric.baseline.map(NumberText.measure) ?? "")
                cells.append(MetricChange(metric).map(words) ?? "")
            }
            return cells
        }
        return SummaryTable(
            title: nil,
            header: header,
            isNumber: header.indices.map { $0 > 0 },
            rows: rows,
            count: report.metrics.count
        )
    }

    /// As `🟢 ▲ +0.0123 better`; the colour only says again what the word says.
    private static func words(_ change: MetricChange) -> String {
        let colour =
            switch change.kind {
            case .better: "🟢"
            case .worse: "🔴"
            case .unclear, .none: "⚪"
            }
        return "\(colour) \(change.arrow) \(change.text) \(change.word)"
    }

    /// Gates and other checks that failed, are open or warned, the gates of slices among them.
    static func checks(_ report: EvaluationReport, _ checks: [Check]) -> SummaryTable {
        let order: [Check.Status] = [.failed, .inconclusive, .warning]
        let troubled = order.flatMap { status in checks.filter { $0.status == status } }
        let rows = troubled.prefix(500).map { check in
            let text = CheckText(check: check)
            return [
                MarkdownReport.mark(of: check), MarkdownText.code(text.name, limit: 300),
                text.observed.map { MarkdownText.code($0) } ?? "",
                text.expected.map { MarkdownText.code($0) } ?? "",
                text.message.map { MarkdownText.code($0, limit: 300) } ?? "",
            ]
        }
        return SummaryTable(
            title: "Gates and checks that did not pass",
            header: ["", "Gate", "Observed", "Expected", "Why"],
            isNumber: [false, false, false, false, false],
            rows: rows,
            count: troubled.count
        )
    }

    static func weakSlices(_ report: EvaluationReport, limit: Int) -> SummaryTable {
        SummaryTable(
            title: "Weakest slices",
            header: ["Slice", "Rows", "Metric", "Here", "Elsewhere", "Effect"],
            isNumber: [false, true, false, true, true, true],
            rows: report.weakSlices.prefix(limit).map { slice in
                [
                    MarkdownText.code(slice.name), NumberText.count(slice.rowCount),
                    MarkdownText.code(slice.metric), NumberText.measure(slice.value),
                    NumberText.measure(slice.others), NumberText.rounded(slice.effectSize),
                ]
            },
            count: report.weakSlices.count
        )
    }
}
