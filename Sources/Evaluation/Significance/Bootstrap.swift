import Dataset

/// Intervals of metrics, and of what they change by, from resampled rows.
///
/// Candidate and baseline are resampled together, so that rows which are hard for both do not blur
/// the difference. The same seed gives the same intervals, whatever the number of threads.
package struct Bootstrap: Sendable {
    /// Parts of the rows that the jackknife leaves out; each row by itself if there are fewer.
    private static let jackknifeParts = 200
    /// Resamples that a thread draws at a time.
    private static let portion = 16

    package var resamples: Int
    package var seed: UInt64
    package var confidence: Double

    package init(confidence: Double, resamples: Int = 1000, seed: UInt64 = 0) {
        self.confidence = confidence
        self.resamples = resamples
        self.seed = seed
    }

    /// - Parameters:
    ///   - baseline: the same rows.
    ///   - metrics: those that are asked for.
    /// - Returns: those that have intervals.
    /// - Throws: `CancellationError`.
    package func intervals(
        of candidate: ScoredRows, baseline: ScoredRows?, metrics: Set<String>
    ) throws -> [String: MetricIntervals] {
        // Any order is as good as another, and this one lets ranks be walked through in memory's.
        let order = candidate.task == .binary ? candidate.descendingOrder : nil
        let candidate = order.map(candidate.selecting) ?? candidate
        let baseline = order.flatMap { baseline?.selecting($0) } ?? baseline
        let own = Statistics.of(candidate, wanted: metrics)
        let other = baseline.map { Statistics.of($0, wanted: metrics) } ?? []
        return try intervals(of: own, baseline: other, units: Statistics.unitCount(candidate))
            .filter { metrics.contains($0.key) }
    }

    /// - Parameters:
    ///   - own: with names that differ.
    ///   - other: what has the same names is of the same metrics, of a baseline.
    ///   - units: what is resampled: rows, or groups of rows.
    /// - Throws: `CancellationError`.
    func intervals(
        of own: [any ResampledStatistic], baseline other: [any ResampledStatistic], units: Int
    ) throws -> [String: MetricIntervals] {
        guard units > 0, !own.isEmpty else { return [:] }
        let statistics = own + other
        let parts = min(units, Self.jackknifeParts)
        let resampled = try values(statistics, resamples, units) { counts, index in
            counts.draw(seed: seed, resample: index)
        }
        let jackknife = try values(statistics, parts, units) { counts, index in
            counts.leaveOut(index, of: parts)
        }
        let observed = try values(statistics, 1, units) { counts, _ in
            // Nothing is in the part behind the last.
            counts.leaveOut(units, of: units + 1)
        }
        let samples = Samples(
            observed: observed[0], resampled: resampled, jackknife: jackknife,
            confidence: confidence)
        let names = own.flatMap(\.names)
        let otherNames = other.flatMap(\.names)
        var intervals: [String: MetricIntervals] = [:]
        for (place, name) in names.enumerated() {
            intervals[name] = samples.intervals(
                place, baseline: otherNames.firstIndex(of: name).map { names.count + $0 })
        }
        return intervals
    }

    /// The values of all statistics for each of some countings.
    private func values(
        _ statistics: [any ResampledStatistic], _ count: Int, _ units: Int,
        _ fill: @Sendable (borrowing PoissonCounts, Int) -> Void
    ) throws -> [[Double]] {
        let portions = stride(from: 0, to: count, by: Self.portion).map {
            $0..<min(count, $0 + Self.portion)
        }
        let values = CallingTask.observing { task in
            portions.concurrentMap { portion -> [[Double]] in
                guard !task.isCancelled else { return [] }
                let counts = PoissonCounts(rowCount: units)
                return portion.map { index in
                    guard !task.isCancelled else { return [] }
                    fill(counts, index)
                    return statistics.flatMap { $0.values(counts.base) }
                }
            }
        }
        try Task.checkCancellation()
        return values.flatMap(\.self)
    }
}

/// The ranges of a metric and of its change.
package struct MetricIntervals: Hashable, Sendable {
    package var value: Interval?
    /// Of candidate − baseline.
    package var change: Interval?
    /// Of (candidate − baseline) / |baseline|.
    package var relativeChange: Interval?

    package init(
        value: Interval? = nil, change: Interval? = nil, relativeChange: Interval? = nil
    ) {
        self.value = value
        self.change = change
        self.relativeChange = relativeChange
    }
}

/// What the statistics were on all rows, on resamples, and without parts of the rows.
private struct Samples {
    let observed: [Double]
    let resampled: [[Double]]
    let jackknife: [[Double]]
    let confidence: Double

    func intervals(_ place: Int, baseline: Int?) -> MetricIntervals {
        var intervals = MetricIntervals()
        intervals.value = interval { $0[place] }
        if let baseline {
            intervals.change = interval { $0[place] - $0[baseline] }
            intervals.relativeChange = interval {
                ($0[place] - $0[baseline]) / $0[baseline].magnitude
            }
        }
        return intervals
    }

    /// Resamples on which the value is not defined do not count; nil if it is not on all rows.
    private func interval(_ value: ([Double]) -> Double) -> Interval? {
        let center = value(observed)
        guard center.isFinite else { return nil }
        return BiasCorrectedInterval.interval(
            observed: center,
            resampled: resampled.map(value).filter(\.isFinite),
            jackknife: jackknife.map(value).filter(\.isFinite),
            confidence: confidence
        )
    }
}
