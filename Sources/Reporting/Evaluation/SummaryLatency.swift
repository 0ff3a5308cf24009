import Evaluation
import Markup

extension SummaryTable {
    private static let loadLimit = 40

    /// How long answers took under each load.
    static func latencies(_ results: [LatencyResult]) -> SummaryTable {
        let numbers = ["Answers/s", "p50", "p90", "p99", "max", "Errors"]
        return SummaryTable(
            title: "Latency",
            columns: [.text("Load")] + numbers.map(Column.number),
            rows: results.prefix(loadLimit).map { result in
                [
                    MarkdownText.code(result.load),
                    NumberText.count(LatencyText.whole(result.throughput)),
                ]
                    + [result.p50Ms, result.p90Ms, result.p99Ms, result.maxMs]
                    .map(LatencyText.time) + [NumberText.count(result.errorCount)]
            },
            count: results.count
        )
    }
}
