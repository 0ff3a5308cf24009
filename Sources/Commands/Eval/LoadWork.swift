import CommandLineTool
import Dataset
import Evaluation
import LoadTest
import Model
import RunDocument

/// What a load came to.
struct LoadOutcome {
    var metrics: [String: Double?] = [:]
    var results: [LatencyResult] = []
}

/// Puts a service, or the model itself, under load.
struct LoadWork {
    private let request: LoadRequest
    private let context: StageContext

    init(_ request: LoadRequest, _ context: StageContext) {
        self.request = request
        self.context = context
    }

    /// - Parameters:
    ///   - rows: what a model is asked about, over and over; nil to fetch a page, whatever it is.
    ///   - predictor: the model that is timed if that is asked for.
    func run(_ rows: Table?, predictor: (any Predictor)?) throws -> LoadOutcome {
        var outcome = LoadOutcome()
        if request.timesModel, let predictor, let rows {
            let singles = (0..<rows.rowCount).map { rows.selecting(rows: [$0]) }
            let load = try InProcessLoad(
                extent: request.plan.extent, warmUp: request.plan.warmUp, rowsPerCall: 1)
            let result = try load.run(isCancelled: { Task.isCancelled }) { call in
                _ = try predictor.predict(singles[call % singles.count])
            }
            try Task.checkCancellation()
            add(
                result, of: "one row at a time",
                predictor.metadata.format == "command" ? "a process for each row" : "in process",
                to: &outcome)
        }
        if let url = request.url {
            let load = HTTPLoad(try messages(url, rows), request.plan)
            let result = try load.run(isCancelled: { Task.isCancelled })
            try Task.checkCancellation()
            add(result, of: words, url.text, to: &outcome)
        }
        return outcome
    }

    private func messages(_ url: ServiceURL, _ rows: Table?) throws -> RequestMessages {
        guard OpenInferenceModel.isPlace(url) else { return RequestMessages(getting: url) }
        guard let rows else {
            context.diagnostics.warning(
                "no rows are sent to '\(url.text)', only a page is fetched: give --data and --schema"
            )
            return RequestMessages(getting: url)
        }
        let model = try OpenInferenceModel.fetch(url, model: context.modelName)
        return try OpenInferenceRequest.messages(
            for: model, rows: rows, rowsPerRequest: request.rowsPerRequest)
    }

    /// Fewer answers have no hundredth part.
    private static let fewest = 100

    private func add(
        _ result: LoadResult, of load: String, _ target: String, to outcome: inout LoadOutcome
    ) {
        outcome.add(result, of: load, target)
        if let latency = outcome.results.last {
            context.diagnostics.note("\(target), \(load): \(LatencyLine(latency))")
        }
        if result.requests < Self.fewest {
            context.diagnostics.warning(
                "a p99 of \(result.requests) requests is their maximum: give a longer --duration")
        }
    }

    private var words: String {
        let connections =
            "\(request.plan.connections) connection\(request.plan.connections == 1 ? "" : "s")"
        switch request.plan.loop {
        case .closed: return "\(connections), closed loop"
        case .open(let rate): return "\(rate) requests/s, \(connections), open loop"
        }
    }
}

extension LoadOutcome {
    fileprivate mutating func add(_ result: LoadResult, of load: String, _ target: String) {
        metrics.merge(result.metrics) { _, new in new }
        func milliseconds(_ percentile: Double) -> Double {
            Double(result.latencies.value(atPercentile: percentile)) / 1e6
        }
        results.append(
            LatencyResult(
                load: load, target: target, requestCount: result.requests,
                errorCount: result.errorCount,
                throughput: result.throughput ?? 0, p50Ms: milliseconds(50),
                p90Ms: milliseconds(90), p99Ms: milliseconds(99), p999Ms: milliseconds(99.9),
                maxMs: milliseconds(100),
                histogram: result.latencies.bars().map {
                    LatencyResult.Bucket(
                        lowerMs: Double($0.lower) / 1e6, upperMs: Double($0.upper) / 1e6,
                        count: $0.count)
                },
                peakMemoryMB: result.memory.map { Double($0.peak) / 1e6 }))
    }
}

/// A load in a line, for who watches.
private struct LatencyLine: CustomStringConvertible {
    let description: String

    init(_ result: LatencyResult) {
        let times = [("p50", result.p50Ms), ("p99", result.p99Ms), ("max", result.maxMs)]
        description =
            "\(result.requestCount) requests, \(result.errorCount) errors, "
            + times.map { "\($0) \(($1 * 1e4).rounded() / 1e4) ms" }.joined(separator: ", ")
    }
}
