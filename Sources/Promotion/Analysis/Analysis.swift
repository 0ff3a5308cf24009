import Glibc
package import Registry
import RunDocument

/// A version beside the live one, for some time, measured again and again.
package struct Analysis: Sendable {
    package var mode: CandidateOffer.Mode
    /// The part of the requests that it gets, between 0 and 1.
    package var share: Double
    package var tolerance = 0.0
    package var initialDelay = Duration.zero
    package var interval: Duration
    package var count: Int
    package var metrics: [AnalysisMetric]
    /// How long the service may take to load it.
    package var patience = Duration.seconds(60)

    package init(
        _ mode: CandidateOffer.Mode, share: Double, interval: Duration, count: Int,
        metrics: [AnalysisMetric]
    ) {
        self.mode = mode
        self.share = share
        self.interval = interval
        self.count = count
        self.metrics = metrics
    }

    /// What it does, in words.
    package var words: String {
        let part = "\(JSONValue.number(share * 100).canonicalText())%"
        let time = "\(count) times every \(interval)"
        return switch mode {
        case .canary: "canary: \(part) of the requests, measured \(time)"
        case .shadow: "shadow: copies of \(part) of the requests, measured \(time)"
        }
    }

    func skipped(_ reason: String) -> Check {
        Check(id: mode.rawValue, status: .skipped, message: reason)
    }

    private var route: ServiceNumbers.Route { mode == .canary ? .infer : .shadow }

    /// Offers the version to the live service, measures, and takes it back.
    ///
    /// - Throws: `PromotionError.analysisHeld`, `.noLiveService`, `CancellationError`.
    func run(
        _ version: RegisteredVersion, in store: ModelStore, url: String,
        progress: (String) -> Void
    ) throws -> Check {
        let offer = CandidateOffer(
            version: version.number, mode: mode, share: share, tolerance: tolerance)
        guard let lease = try store.offer(offer) else {
            throw PromotionError.analysisHeld(model: store.model.description)
        }
        let page = MetricsPage(url)
        defer {
            lease.end()
            waitUntilDropped(version.number, page)
        }
        if let reason = try waitUntilActive(version.number, page, store) {
            return Check(id: mode.rawValue, status: .failed, message: reason)
        }
        try Pause.sleep(for: initialDelay)
        return try measure(version, in: store, page, progress)
    }

    /// Waits a moment, also if the work was called off, so that the version does not outlive it.
    private func waitUntilDropped(_ version: Int, _ page: MetricsPage) {
        let deadline = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < deadline,
            (try? page.candidate()) == .active(version: String(version))
        {
            usleep(5_000)
        }
    }

    /// - Returns: why the service does not take the version; nil if it does.
    private func waitUntilActive(_ version: Int, _ page: MetricsPage, _ store: ModelStore) throws
        -> String?
    {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            switch try page.candidate() {
            case .active(String(version)): return nil
            case .refused(let reason): return "the service cannot load it: \(reason)"
            default: try Pause.sleep(for: .milliseconds(20))
            }
        }
        throw PromotionError.noLiveService(
            url: page.url, reason: "it does not take up versions from '\(store.registry)'")
    }

    private func measure(
        _ version: RegisteredVersion, in store: ModelStore, _ page: MetricsPage,
        _ progress: (String) -> Void
    ) throws -> Check {
        var tallies = metrics.map(AnalysisTally.init)
        var measurements: [JSONValue] = []
        let source = MeasurementSource(
            page: page, model: store.model.description, version: version.number,
            live: try store.productionVersion() ?? 0, route: route)
        var last = try source.read()
        for number in 1...max(1, count) {
            try Pause.sleep(for: interval)
            let next = try? source.read()
            var values: JSONObject = [:]
            for index in tallies.indices {
                let name = metrics[index].name
                guard let next else {
                    tallies[index].add(.error, nil)
                    continue
                }
                let value = next.candidate.since(last.candidate).metric(name, over: interval)
                let live = next.live.since(last.live).metric(name, over: interval)
                let verdict = metrics[index].judge(value, live: live)
                tallies[index].add(verdict, value)
                values[name] = [
                    "result": value.map(JSONValue.number) ?? .null,
                    "live": live.map(JSONValue.number) ?? .null,
                    "phase": .string(verdict.rawValue),
                ]
            }
            if let next { last = next }
            measurements.append(.object(values))
            progress("\(mode.rawValue): measurement \(number) of \(count)")
            if let (status, reason) = tallies.lazy.compactMap(\.decision).first {
                return check(status, reason, measurements)
            }
        }
        return check(.passed, nil, measurements)
    }

    private func check(_ status: Check.Status, _ reason: String?, _ measurements: [JSONValue])
        -> Check
    {
        var check = Check(id: mode.rawValue, status: status, message: reason)
        check.expected = metrics.map(\.words).joined(separator: "; ")
        check["measurements"] = .array(measurements.suffix(1000))
        return check
    }
}

/// Where the numbers of the candidate and of the live version come from.
private struct MeasurementSource {
    let page: MetricsPage
    let model: String
    let version: Int
    let live: Int
    let route: ServiceNumbers.Route

    func read() throws(PromotionError) -> (candidate: ServiceNumbers, live: ServiceNumbers) {
        let text = try page.text()
        return (
            ServiceNumbers(text, model: model, version: String(version), route: route),
            ServiceNumbers(text, model: model, version: String(live), route: .infer)
        )
    }
}

extension AnalysisMetric {
    /// The conditions, for a report.
    var words: String {
        let conditions = [
            successCondition.map(\.text), failureCondition.map { "not \($0.text)" },
        ]
        return "\(name): " + conditions.compactMap { $0 }.joined(separator: ", ")
    }
}

/// Waiting that ends when the work is called off.
enum Pause {
    /// - Throws: `CancellationError`.
    static func sleep(for duration: Duration) throws {
        let end = ContinuousClock.now + duration
        while true {
            try Task.checkCancellation()
            let rest = end - ContinuousClock.now
            guard rest > .zero else { return }
            usleep(UInt32(min(rest, .milliseconds(50)) / .microseconds(1)) + 1)
        }
    }
}
