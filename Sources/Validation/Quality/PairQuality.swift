import Dataset
import Profile
import RunDocument

/// Two columns that say the same.
struct PairQuality {
    /// More columns than these are not compared with each other.
    static let columnLimit = 200

    let sample: RowSampleView
    let thresholds: QualityThresholds

    /// Pairs of features whose correlation is above the limit; see `Correlation`.
    ///
    /// - Returns: nil if there are less than two features.
    func correlation(of features: [String]) -> Finding? {
        let kind = "feature-feature-correlation"
        guard features.count > 1, sample.rowCount > 1 else { return nil }
        guard features.count <= Self.columnLimit else { return skipped(kind, features.count) }
        let limit = Limit.atMost(thresholds[.featureCorrelation])
        let columns = features.compactMap { name in sample.cells(of: name).map { (name, $0) } }
            .concurrentMap { Feature(name: $0, column: SampleColumn($1)) }
            .filter { !$0.column.isMostlyUnique }
        let pairs = columns.indices.flatMap { index in
            columns[(index + 1)...].map { Pair(first: columns[index], second: $0) }
        }.concurrentMap { pair in
            correlation(pair, limit).map { (pair.first.name, pair.second.name, $0) }
        }.compactMap { pair -> (first: String, second: String, measure: Measure)? in pair }
        let broken = pairs.filter { limit.isBroken(by: $0.measure) }
        let candidates = broken.isEmpty ? pairs : broken
        guard let highest = candidates.max(by: { $0.measure.value < $1.measure.value })
        else { return nil }
        var finding = Finding(
            kind,
            highest.measure,
            limit,
            message: "'\(highest.first)' and '\(highest.second)' are correlated"
        )
        if !sample.isWhole { finding.check["exact"] = false }
        finding.check["pairs"] = .array(
            broken.sorted { $0.measure.value > $1.measure.value }.prefix(10).map {
                .array([.string($0.first), .string($0.second), $0.measure.value.json])
            }
        )
        return finding
    }

    private struct Feature {
        let name: String
        let column: SampleColumn
    }

    private struct Pair {
        let first: Feature
        let second: Feature
    }

    private func correlation(_ pair: Pair, _ limit: Limit) -> Measure? {
        let (first, second) = (pair.first.column, pair.second.column)
        guard let value = Correlation.between(first, second) else { return nil }
        // The interval holds the value: one within the limit cannot break it.
        guard !sample.isWhole, limit.isBroken(by: Measure(value)) else { return Measure(value) }
        let interval = Jackknife.interval(of: value, runs: sample.runs) { includes in
            Correlation.between(first, second, where: includes)
        }
        return Measure(value, within: interval)
    }

    /// Columns with the same cells in all rows that were looked at.
    ///
    /// In a sample they may still differ in few rows: no more than 3 in as many as it has (the
    /// rule of three, 95 %). Profiles that differ rule that out.
    func duplicateColumns(_ profile: TableProfile) -> Finding? {
        let kind = "duplicate-columns"
        guard sample.columns.count > 1 else { return nil }
        let groups = Dictionary(grouping: sample.columns) { sample.cells(of: $0)?.fingerprint }
        let same = groups.values.flatMap { split($0, profile) }.filter { $0.count > 1 }
            .sorted { sample.place(of: $0[0]) ?? 0 < sample.place(of: $1[0]) ?? 0 }
        let count = same.reduce(0) { $0 + $1.count - 1 }
        let names = same.first?.map { "'\($0)'" }.joined(separator: ", ") ?? ""
        var finding = Finding(
            kind,
            Measure(Double(count)),
            .atMost(0),
            message: "the columns \(names) have the same values"
        )
        finding.check["columns"] = .array(same.map { .array($0.map(JSONValue.string)) })
        if !sample.isWhole {
            finding.check["exact"] = false
            finding.check["rowsCompared"] = .integer(Int64(sample.rowCount))
        }
        return finding
    }

    /// Columns that are the same in the sample, apart if their profiles are not the same.
    private func split(_ names: [String], _ profile: TableProfile) -> [[String]] {
        var groups: [[String]] = []
        for name in names {
            let index = groups.firstIndex { group in
                guard let first = profile[group[0]], let next = profile[name] else {
                    return true
                }
                return first.missing == next.missing && first.present == next.present
                    && first.numbers.counts == next.numbers.counts
                    && first.texts.counts == next.texts.counts
            }
            if let index { groups[index].append(name) } else { groups.append([name]) }
        }
        return groups
    }

    private func skipped(_ kind: String, _ count: Int) -> Finding {
        Finding(
            skipping: kind,
            reason: "\(count) features are more than the \(Self.columnLimit) that are compared"
        ).with(.warn)
    }
}
