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
        let source = MeasurementSource(
            page: page, model: store.model.description, version: version.number,
            live: try store.productionVersion() ?? 0, route: route)
        return try Measuring(self, source).run(progress)
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
            url: page.url,
            reason: "it does not take up versions from '\(store.registry)' within "
                + "\(patience.components.seconds) s")
    }
}
