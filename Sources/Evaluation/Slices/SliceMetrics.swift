import Dataset

/// Computes the metrics of some rows, by name; nil where one is not defined.
package typealias RowMetrics = @Sendable (ScoredRows) -> [String: Double?]

extension SliceDimension {
    /// The metrics of each slice, for the candidate and maybe a baseline on the same rows.
    ///
    /// A slice without rows has no metric; one below a minimum size is left to whoever judges it.
    package func results(
        _ candidate: ScoredRows,
        baseline: ScoredRows?,
        metrics: RowMetrics
    ) -> [SliceResult] {
        slices.concurrentMap { slice in
            var result = SliceResult(
                name: slice.name, dimension: name, rowCount: slice.rows.count, metrics: [:])
            guard !slice.rows.isEmpty else { return result }
            result.metrics = metrics(candidate.selecting(slice.rows))
            if let baseline { result.baseline = metrics(baseline.selecting(slice.rows)) }
            return result
        }
    }
}

/// How far a metric differs across the slices of a dimension.
package struct SliceGap: Hashable, Sendable {
    package struct End: Hashable, Sendable {
        package var slice: String
        package var value: Double
    }

    package var metric: String
    package var dimension: String
    package var lowest: End
    package var highest: End
    /// The places of the slices that are large enough and have the metric.
    package var slices: [Int]

    /// The highest value less the lowest.
    package var gap: Double { highest.value - lowest.value }

    /// The lowest value over the highest, as Fairlearn has it; nil if the highest is 0.
    package var ratio: Double? { highest.value == 0 ? nil : lowest.value / highest.value }

    /// - Parameters:
    ///   - results: the slices of one dimension.
    ///   - minimumSize: rows that a slice must have to count.
    /// - Returns: nil if fewer than two slices count.
    package init?(
        of metric: String, in results: [SliceResult], minimumSize: Int, baseline: Bool = false
    ) {
        var ends: [End] = []
        var places: [Int] = []
        for (place, result) in results.enumerated() {
            let metrics = baseline ? result.baseline : result.metrics
            guard result.rowCount >= max(1, minimumSize), let value = metrics[metric] ?? nil else {
                continue
            }
            ends.append(End(slice: result.name, value: value))
            places.append(place)
        }
        guard ends.count >= 2, let lowest = ends.min(by: { $0.value < $1.value }),
            let highest = ends.max(by: { $0.value < $1.value })
        else { return nil }
        self.metric = metric
        dimension = results.first?.dimension ?? ""
        self.lowest = lowest
        self.highest = highest
        slices = places
    }
}
