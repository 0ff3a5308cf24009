import RunDocument

/// How far a metric differs across slices, on rows that are counted several times or not at all.
///
/// As the bootstrap of Fairlearn's `MetricFrame` has it: all rows are drawn together, so that slices
/// are as large as chance makes them, and the best and the worst slice are those of the resample.
struct GapStatistic: ResampledStatistic {
    /// The metric of one slice.
    private struct Part: Sendable {
        let statistic: any ResampledStatistic
        /// Where the metric is among the statistic's values.
        let place: Int
        /// What is resampled of the slice, by its place among all.
        let units: [Int32]
    }

    let names = ["gap"]
    private let parts: [Part]

    /// - Parameters:
    ///   - slices: the rows of each slice that counts.
    /// - Returns: nil if the metric cannot be resampled, or there are fewer than two slices.
    init?(of metric: String, in rows: ScoredRows, slices: [[Int]]) {
        let unitOf = Self.units(rows)
        var parts: [Part] = []
        for slice in slices {
            // Ranks are walked through in the order of memory.
            let order =
                rows.task == .binary ? rows.selecting(slice).descendingOrder : nil
            let chosen = order?.map { slice[$0] } ?? slice
            let own = rows.selecting(chosen)
            let found = Statistics.of(own, wanted: [metric]).first { $0.names.contains(metric) }
            guard let found, let place = found.names.firstIndex(of: metric) else { return nil }
            parts.append(Part(statistic: found, place: place, units: unitOf(chosen)))
        }
        guard parts.count > 1 else { return nil }
        self.parts = parts
    }

    /// The rows themselves, or of a ranking the groups that they are of.
    private static func units(_ rows: ScoredRows) -> ([Int]) -> [Int32] {
        guard rows.task == .ranking else { return { $0.map { Int32($0) } } }
        var unitOf = [Int32](repeating: 0, count: rows.rowCount)
        for (unit, members) in RankedGroups(rows.groups).members.enumerated() {
            for row in members { unitOf[row] = Int32(unit) }
        }
        return { chosen in
            RankedGroups(chosen.map { rows.groups[$0] }).members.map { unitOf[chosen[$0[0]]] }
        }
    }

    /// NaN where the metric is not defined on one of the slices.
    func values(_ counts: UnsafePointer<UInt8>) -> [Double] {
        let longest = parts.map(\.units.count).max() ?? 0
        let own = UnsafeMutablePointer<UInt8>.allocate(capacity: longest)
        defer { own.deallocate() }
        var (lowest, highest) = (Double.infinity, -Double.infinity)
        for part in parts {
            part.units.withUnsafeBufferPointer { units in
                for place in units.indices { own[place] = counts[Int(units[place])] }
            }
            let value = part.statistic.values(own)[part.place]
            guard value.isFinite else { return [.nan] }
            lowest = min(lowest, value)
            highest = max(highest, value)
        }
        return [highest - lowest]
    }
}
