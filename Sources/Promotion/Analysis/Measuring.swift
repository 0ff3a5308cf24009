import Registry
import RunDocument

/// Measures a version beside the live one, until its metrics decide or have been measured often
/// enough.
struct Measuring {
    private let analysis: Analysis
    private let source: MeasurementSource
    private var tallies: [AnalysisTally]
    private var measurements: [JSONValue] = []

    init(_ analysis: Analysis, _ source: MeasurementSource) {
        self.analysis = analysis
        self.source = source
        tallies = analysis.metrics.map(AnalysisTally.init)
    }

    /// As in Argo Rollouts, an attempt that brought no number does not count; `decision` ends those.
    ///
    /// - Throws: `PromotionError.noLiveService` if not even the first look succeeds,
    ///   `CancellationError`.
    consuming func run(_ progress: (String) -> Void) throws -> Check {
        let mode = analysis.mode.rawValue
        var last = try source.read()
        var count = 0
        while count < max(1, analysis.count) {
            try Pause.sleep(for: analysis.interval)
            if let next = try? source.read() {
                take(next, since: last)
                last = next
                count += 1
                progress("\(mode): measurement \(count) of \(analysis.count)")
            } else {
                takeError()
                progress("\(mode): the service could not be asked")
            }
            if let (status, reason) = tallies.lazy.compactMap(\.decision).first {
                return check(status, reason)
            }
        }
        return check(.passed, nil)
    }

    private mutating func take(
        _ next: MeasurementSource.Reading, since last: MeasurementSource.Reading
    ) {
        let time = next.time - last.time
        var values: JSONObject = [:]
        for index in tallies.indices {
            let metric = analysis.metrics[index]
            let value = next.candidate.since(last.candidate).metric(metric.name, over: time)
            let live = next.live.since(last.live).metric(metric.name, over: time)
            let verdict = metric.judge(value, live: live)
            tallies[index].add(verdict, value)
            values[metric.name] = Self.json(verdict, value, live)
        }
        measurements.append(.object(values))
    }

    private mutating func takeError() {
        var values: JSONObject = [:]
        for index in tallies.indices {
            tallies[index].add(.error, nil)
            values[analysis.metrics[index].name] = Self.json(.error, nil, nil)
        }
        measurements.append(.object(values))
    }

    private static func json(_ verdict: AnalysisMetric.Verdict, _ value: Double?, _ live: Double?)
        -> JSONValue
    {
        [
            "result": value.map(JSONValue.number) ?? .null,
            "live": live.map(JSONValue.number) ?? .null,
            "phase": .string(verdict.rawValue),
        ]
    }

    private func check(_ status: Check.Status, _ reason: String?) -> Check {
        var check = Check(id: analysis.mode.rawValue, status: status, message: reason)
        check.expected = analysis.metrics.map(\.words).joined(separator: "; ")
        check["measurements"] = .array(measurements.suffix(1000))
        return check
    }
}

/// Where the numbers of the candidate and of the live version come from.
struct MeasurementSource {
    let page: MetricsPage
    let model: String
    let version: Int
    let live: Int
    /// Whose requests the candidate is judged by.
    let route: ServiceNumbers.Route

    struct Reading {
        let time: ContinuousClock.Instant
        let candidate: ServiceNumbers
        let live: ServiceNumbers
    }

    /// - Throws: `PromotionError.noLiveService`.
    func read() throws(PromotionError) -> Reading {
        let text = try page.text()
        return Reading(
            time: ContinuousClock.now,
            candidate: ServiceNumbers(
                text, model: model, version: String(version), route: route),
            live: ServiceNumbers(text, model: model, version: String(live), route: .infer))
    }
}
