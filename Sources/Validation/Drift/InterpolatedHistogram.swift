import Profile

/// Values from `low` to `high`, taken to lie evenly; a point if both are the same.
struct HistogramBucket: Hashable, Sendable {
    let low: Double
    let high: Double
    var count: Double

    var isPoint: Bool { low == high }

    /// The part of its values in a bin that is closed on its right, the first one on both sides.
    fileprivate func count(from start: Double, to end: Double, isFirst: Bool) -> Double {
        guard !isPoint else {
            return low <= end && (low > start || isFirst && low == start) ? count : 0
        }
        return count * (max(0, min(high, end) - max(low, start)) / (high - low))
    }
}

/// TFDV's `STANDARD` histogram: ten bins of equal width from the smallest to the largest finite
/// value, one if they are the same.
///
/// TFDV asks its sketch for the quantiles of 0, 1/1000 … 1 of all values, infinite ones too, spreads
/// what lies between two of them evenly over the way, and adds that up into the bins
/// (`quantiles_util.py`, `generate_equi_width_histogram`). The sketch keeps up to 5,701 distinct
/// values as they are, so that the quantiles of fewer are exact there as they are here.
func interpolatedHistogram(
    _ numbers: NumberDistribution, below: Int, above: Int
) -> [HistogramBucket] {
    let pieces = quantileBuckets(quantileRuns(numbers, below: below, above: above))
    let bins = numbers.minimum == numbers.maximum ? 1 : 10
    let edges = linearEdges(from: numbers.minimum, to: numbers.maximum, bins: bins)
    return zip(edges, edges.dropFirst()).enumerated().map { index, edge in
        let (low, high) = edge
        let count = pieces.reduce(0) { sum, piece in
            sum + piece.count(from: low, to: high, isFirst: index == 0)
        }
        return HistogramBucket(low: low, high: high, count: count)
    }
}

/// A value, of how many quantiles it is the value, and how many finite values do not exceed it.
private struct QuantileRun {
    let value: Double
    var length: Int
    let cumulative: Double
}

/// The quantiles that are finite.
private func quantileRuns(
    _ numbers: NumberDistribution, below: Int, above: Int
) -> [QuantileRun] {
    var runs: [QuantileRun] = []
    func append(_ value: Double, _ cumulative: Int) {
        if runs.last?.value == value {
            runs[runs.count - 1].length += 1
        } else {
            runs.append(
                QuantileRun(value: value, length: 1, cumulative: Double(cumulative)))
        }
    }
    let total = Double(below + numbers.total + above)
    for step in 0...1000 {
        let rank = Double(step) * total / 1000 - Double(below)
        let isAbove = above > 0 && rank >= Double(numbers.total)
        guard rank >= 0, !isAbove else { continue }
        let entry = numbers.entry(above: rank)
        append(entry.value, entry.cumulative)
    }
    // What is left of the step that ends among the infinite ones.
    if above > 0 { append(numbers.maximum, numbers.total) }
    return runs
}

/// What lies between quantiles, by TFDV's rules for those that share their value.
///
/// Steps with the same upper end have equal parts of what lies between it and the value before; all
/// but the first of them are points. How often the smallest value occurs belongs to the first step,
/// or to all those that are the same as it.
private func quantileBuckets(_ runs: [QuantileRun]) -> [HistogramBucket] {
    guard let first = runs.first else { return [] }
    var buckets: [HistogramBucket] = []
    if first.length > 1 {
        let point = HistogramBucket(low: first.value, high: first.value, count: first.cumulative)
        buckets.append(point)
    }
    for (last, run) in zip(runs, runs.dropFirst()) {
        let step = (run.cumulative - last.cumulative) / Double(run.length)
        let rest = step * Double(run.length - 1)
        buckets.append(HistogramBucket(low: last.value, high: run.value, count: step))
        buckets.append(HistogramBucket(low: run.value, high: run.value, count: rest))
    }
    if first.length == 1, !buckets.isEmpty { buckets[0].count += first.cumulative }
    return buckets
}
