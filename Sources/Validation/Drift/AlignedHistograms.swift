import Profile

/// TFDV's histograms of numbers for its Jensen–Shannon divergence.
///
/// Each side has ten bins of equal width from its own smallest to its own largest finite value,
/// closed on their right (the `STANDARD` histogram, which is the one that a schema's
/// `jensen_shannon_divergence` uses unless it says `source: QUANTILES`). Both are cut at all edges
/// of both, a bin's count spread evenly over its pieces. A constant side is a point of its own;
/// infinite values, and NaN, stand in bins that the other side never has, so they always count as
/// different, as in TFDV.
///
/// TFDV fills its bins by interpolation between a hundred quantiles of a sketch with an error of
/// 1 %; here they are counted. Its numbers therefore differ by about that error.
func alignedHistograms(_ pair: ColumnPair) -> PairedCounts? {
    guard let (reference, current) = pair.numbers,
        (reference.maximum - reference.minimum).isFinite,
        (current.maximum - current.minimum).isFinite
    else { return nil }
    let first = reference.equalWidthEdges
    let second = current.equalWidthEdges
    var counts = PairedCounts()
    let cuts = Set(first + second).sorted()
    for (low, high) in zip(cuts, cuts.dropFirst()) {
        counts.append(
            reference.spreadCount(from: low, to: high, edges: first),
            current.spreadCount(from: low, to: high, edges: second)
        )
    }
    for point in Set([reference.point, current.point].compactMap { $0 }).sorted() {
        counts.append(
            reference.point == point ? reference.total : 0,
            current.point == point ? current.total : 0
        )
    }
    let inexact = counts.count
    counts.append(pair.reference.infinities, 0)
    counts.append(0, pair.current.infinities)
    counts.append(pair.reference.profile.numbers.nan, 0)
    counts.append(0, pair.current.profile.numbers.nan)
    counts.setErrors(
        reference: reference.histogramErrors(inexact), current: current.histogramErrors(inexact))
    return counts
}

extension NumberDistribution {
    /// The only value there is.
    fileprivate var point: Double? { minimum == maximum ? minimum : nil }

    fileprivate var equalWidthEdges: [Double] {
        point == nil ? linearEdges(from: minimum, to: maximum, bins: 10) : []
    }

    /// The part of the bin around `low`…`high` that falls to it; both lie in one bin or in none.
    fileprivate func spreadCount(from low: Double, to high: Double, edges: [Double]) -> Double {
        guard let first = edges.first, let last = edges.last, low >= first, high <= last else {
            return 0
        }
        let bin = edges.partitionIndex { $0 > low } - 1
        let (start, end) = (edges[bin], edges[bin + 1])
        let before = bin == 0 ? 0 : count(upTo: start)
        return Double(count(upTo: end) - before) * ((high - low) / (end - start))
    }

    /// Both edges of a bin may be off; the four last bins are counts.
    fileprivate func histogramErrors(_ inexact: Int) -> [Double] {
        [Double](repeating: 2 * rankError, count: inexact) + [0, 0, 0, 0]
    }
}
