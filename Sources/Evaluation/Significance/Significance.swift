/// How sure a verdict must be, and how that is found out.
package struct Significance: Hashable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        /// DeLong for `roc_auc`, Wilson for `accuracy` and Tango for its change, resampling for all
        /// others.
        case automatic = "auto"
        /// Resampling for all.
        case bootstrap
    }

    /// Between 0 and 1, as 0.95.
    package var confidence: Double
    package var resamples: Int
    package var seed: UInt64
    package var method: Method

    package init(
        confidence: Double, resamples: Int = 1000, seed: UInt64 = 0,
        method: Method = .automatic
    ) {
        self.confidence = confidence
        self.resamples = resamples
        self.seed = seed
        self.method = method
    }

    /// The intervals of those metrics that have them.
    ///
    /// - Parameter baseline: the same rows.
    /// - Throws: `CancellationError`.
    package func intervals(
        of candidate: ScoredRows, baseline: ScoredRows?, metrics: Set<String>
    ) throws -> [String: MetricIntervals] {
        var wanted = metrics
        var intervals: [String: MetricIntervals] = [:]
        // These say nothing of relative changes, which need resampling.
        if method == .automatic, wanted.contains("roc_auc"),
            let areas = Self.areas(candidate, baseline, confidence)
        {
            intervals["roc_auc"] = areas
            wanted.remove("roc_auc")
        }
        let bootstrap = Bootstrap(confidence: confidence, resamples: resamples, seed: seed)
        intervals.merge(
            try bootstrap.intervals(of: candidate, baseline: baseline, metrics: wanted)
        ) { own, _ in own }
        if method == .automatic, intervals["accuracy"] != nil {
            addAccuracy(candidate, baseline, to: &intervals)
        }
        return intervals
    }

    /// The intervals of one statistic's first metric, by resampling; nil if it has none.
    ///
    /// - Parameters:
    ///   - baseline: the same statistic of another model.
    ///   - units: what is resampled: rows, or groups of rows.
    /// - Throws: `CancellationError`.
    func intervals(
        of statistic: any ResampledStatistic, baseline: (any ResampledStatistic)?, units: Int
    ) throws -> MetricIntervals? {
        let bootstrap = Bootstrap(confidence: confidence, resamples: resamples, seed: seed)
        let found = try bootstrap.intervals(
            of: [statistic], baseline: baseline.map { [$0] } ?? [], units: units)
        guard let own = statistic.names.first.flatMap({ found[$0] }), own.value != nil else {
            return nil
        }
        return own
    }

    private func addAccuracy(
        _ candidate: ScoredRows, _ baseline: ScoredRows?,
        to intervals: inout [String: MetricIntervals]
    ) {
        guard candidate.weights == nil, case .classes(let truth) = candidate.truth else { return }
        let right = zip(truth, candidate.predicted).count { $0 == $1 }
        intervals["accuracy"]?.value = WilsonInterval.interval(
            share: Double(right) / Double(truth.count), count: truth.count, confidence: confidence)
        if let baseline, let paired = PairedAccuracy(candidate, baseline) {
            intervals["accuracy"]?.change = paired.changeInterval(confidence: confidence)
        }
    }

    private static func areas(
        _ candidate: ScoredRows, _ baseline: ScoredRows?, _ confidence: Double
    ) -> MetricIntervals? {
        guard let own = DeLong(candidate) else { return nil }
        var intervals = MetricIntervals(value: own.interval(confidence: confidence))
        if let other = baseline.flatMap(DeLong.init) {
            let change = own.changeInterval(from: other, confidence: confidence)
            intervals.change = change
            // The baseline's own spread is small beside it.
            intervals.relativeChange = Interval(
                change.lower / other.area, change.upper / other.area)
        }
        return intervals
    }
}

extension DeLong {
    /// Nil but for two classes with scores, all rows of which count the same.
    fileprivate init?(_ rows: ScoredRows) {
        guard rows.task == .binary, rows.weights == nil, rows.scoreWidth == 1,
            case .classes(let truth) = rows.truth
        else { return nil }
        self.init(scores: rows.scores, isPositive: truth.map { $0 == 1 })
    }
}
