import Profile

/// How many texts have which length, in Unicode scalars, and which lengths are unusual.
struct LengthHistogram {
    /// Lengths that are no outliers, before those near to them are let off.
    private(set) var normal = 0...0
    /// How many texts have an unusual length.
    private(set) var outliers = 0
    private var bins: [(length: Int, count: Int)] = []
    private let total: Int

    /// - Parameter counts: not empty.
    init(_ counts: TextCounts) {
        total = counts.total
        var lengths: [Int: Int] = [:]
        for (value, count) in zip(counts.values, counts.counts) {
            lengths[value.unicodeScalars.count, default: 0] += count
        }
        bins = lengths.map { ($0.key, $0.value) }.sorted { $0.length < $1.length }
        let median = length(at: 50)
        let reach = 2 * (length(at: 94) - length(at: 6))
        let inner = bins.map(\.length).filter { abs($0 - median) <= reach }
        guard let low = inner.first, let high = inner.last else { return }
        normal = low...high
        let distance = max(5, 0.25 * Double(low + high))
        for bin in bins where !normal.contains(bin.length) {
            let away = bin.length < low ? low - bin.length : bin.length - high
            if Double(away) >= distance { outliers += bin.count }
        }
    }

    /// The length of the text whose rank, as a percentage of all, is nearest.
    private func length(at percentile: Double) -> Int {
        let exact = percentile / 100 * Double(total)
        let rank = min(max((exact - 0.5).rounded(.up), 1), Double(total))
        var seen = 0
        for bin in bins {
            seen += bin.count
            if Double(seen) >= rank { return bin.length }
        }
        return bins.last?.length ?? 0
    }
}
