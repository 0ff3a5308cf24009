import Evaluation
import Markup

/// How long answers took.
struct LatencySection {
    private static let limit = 40
    private static let plotLimit = 12

    let report: EvaluationReport

    var part: EvaluationPart? {
        let results = report.latencies
        guard !results.isEmpty else { return nil }
        return EvaluationPart(id: "latency", title: "Latency and throughput") { output in
            table.write(results.prefix(Self.limit).map(row), to: &output)
            output.more(results.count - Self.limit, "loads")
            let drawn = results.filter { !$0.drawnBuckets.isEmpty }
            guard !drawn.isEmpty else { return }
            output.element("div", ["class": "plots"]) { output in
                output.newline()
                PercentilePlot(results: Array(drawn.prefix(CurveSection.limit))).write(to: &output)
                for result in drawn.prefix(Self.plotLimit) {
                    LatencyPlot(result: result, scale: scale(drawn)).write(to: &output)
                }
            }
            output.more(drawn.count - Self.plotLimit, "loads that are not drawn")
        }
    }

    /// One for all loads, so that they can be compared.
    private func scale(_ results: [LatencyResult]) -> PlotScale {
        PlotScale(
            logarithmicCovering: results.prefix(Self.plotLimit).flatMap { result in
                result.drawnBuckets.flatMap { [$0.lowerMs, $0.upperMs] }
            })
    }

    private var table: FigureTable {
        let numbers = [
            "p50", "p90", "p99", "p99.9", "max", "Answers/s", "Requests", "Errors", "Memory",
        ]
        return FigureTable(
            kind: "loads",
            caption: "Latency by load, in milliseconds",
            columns: [.init(label: "Load")] + numbers.map { .init(label: $0, kind: "number") })
    }

    private func row(_ result: LatencyResult) -> FigureTable.Row {
        let times = [result.p50Ms, result.p90Ms, result.p99Ms, result.p999Ms, result.maxMs]
        return FigureTable.Row(
            cells: [
                .init { output in
                    output.element("bdi", ["class": "name"], result.load.printable(limit: 120))
                    output.element("small") { $0.element("bdi", result.target.printable()) }
                }
            ] + times.map { .text(LatencyText.time($0)) } + [
                .text(NumberText.count(LatencyText.whole(result.throughput))),
                .text(NumberText.count(result.requestCount)),
                .init { output in
                    guard result.errorCount > 0 else { return output.write("0") }
                    output.element(
                        "strong", ["class": "bad"], NumberText.count(result.errorCount))
                    let share = Double(result.errorCount) / Double(max(1, result.requestCount))
                    output.element("small", NumberText.percent(min(1, share)))
                },
                .text(result.peakMemoryMB.map { "\(NumberText.count(LatencyText.whole($0))) MB" }),
            ])
    }
}

/// Times in words.
enum LatencyText {
    /// Three digits that count, as `1.23 ms`.
    static func time(_ milliseconds: Double) -> String {
        guard milliseconds.isFinite else { return "–" }
        return milliseconds.magnitude < 1 && milliseconds != 0
            ? "\(NumberText.brief(milliseconds * 1000)) µs" : "\(NumberText.brief(milliseconds)) ms"
    }

    static func whole(_ number: Double) -> Int {
        number.isFinite ? Int(min(1e15, max(-1e15, number.rounded()))) : 0
    }
}

extension LatencyResult {
    /// Those that have a place on a logarithmic axis, ascending.
    var drawnBuckets: [Bucket] {
        histogram
            // From a picosecond to thirty years.
            .filter { $0.count > 0 && (1e-9..<1e12) ~= $0.upperMs && $0.upperMs > $0.lowerMs }
            .map { bucket in
                var bucket = bucket
                if !(bucket.lowerMs >= 1e-9) { bucket.lowerMs = bucket.upperMs / 2 }
                return bucket
            }
            .sorted { $0.lowerMs < $1.lowerMs }
    }
}
