import Evaluation
import Markup

extension SummaryTable {
    private static let fairnessLimit = 40

    /// How often each group is selected, rightly and wrongly.
    static func groups(_ results: [FairnessResult]) -> SummaryTable {
        let rows = results.flatMap { result in
            result.groups.map { group in
                [
                    MarkdownText.code(result.column), MarkdownText.code(group.name),
                    NumberText.count(group.rowCount),
                ]
                    + [group.selectionRate, group.truePositiveRate, group.falsePositiveRate].map {
                        $0.map(NumberText.measure) ?? "not defined"
                    }
            }
        }
        return SummaryTable(
            title: "Fairness",
            columns: [
                .text("Column"), .text("Group"), .number("Rows"), .number("Selected"),
                .number("True positives"), .number("False positives"),
            ],
            rows: Array(rows.prefix(fairnessLimit)),
            count: rows.count
        )
    }

    /// How far the groups are apart.
    static func fairness(_ results: [FairnessResult]) -> SummaryTable {
        let rows = results.flatMap { result in
            result.metrics.sorted { $0.key < $1.key }.map { name, value in
                [
                    MarkdownText.code(result.column), MarkdownText.code(name),
                    value.map { "**\(NumberText.measure($0))**" } ?? "not defined",
                ]
            }
        }
        return SummaryTable(
            columns: [.text("Column"), .text("Metric"), .number("Value")],
            rows: Array(rows.prefix(fairnessLimit)),
            count: rows.count
        )
    }
}
