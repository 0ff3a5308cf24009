import Glibc
import Profile

/// Evidently's bins for numbers: `numpy.histogram_bin_edges(…, bins="sturges")` over both sides.
///
/// width = (max − min)/(log₂N + 1), ⌈(max − min)/width⌉ bins, edges as `numpy.linspace` computes
/// them, each bin closed on its left and the last one on both sides. Integers have no bin narrower
/// than 1; a constant has one bin. For its Hellinger distance Evidently takes N, by what looks
/// like an oversight, as the count of distinct values.
func sturgesCounts(_ pair: ColumnPair, ofDistinct: Bool) -> PairedCounts? {
    guard let (reference, current) = pair.numbers else { return nil }
    let minimum = min(reference.minimum, current.minimum)
    let maximum = max(reference.maximum, current.maximum)
    guard (maximum - minimum).isFinite else { return nil }
    let size: Int
    if ofDistinct {
        guard let distinct = countsOfValues(pair)?.count else { return nil }
        size = distinct
    } else {
        size = reference.total + current.total
    }
    let edges = sturgesEdges(
        from: minimum,
        to: maximum,
        count: size,
        isInteger: pair.reference.isIntegerInPandas && pair.current.isIntegerInPandas
    )
    return histograms(reference, current, edges: edges)
}

private func sturgesEdges(
    from minimum: Double, to maximum: Double, count: Int, isInteger: Bool
) -> [Double] {
    let range = maximum - minimum
    guard range > 0 else { return linearEdges(from: minimum - 0.5, to: minimum + 0.5, bins: 1) }
    var width = range / (log2(Double(count)) + 1)
    if isInteger, width < 1 { width = 1 }
    // A range near the smallest double leaves no width.
    let bins = width > 0 ? Int((range / width).rounded(.up)) : 1
    return linearEdges(from: minimum, to: maximum, bins: bins)
}

/// `numpy.linspace`, digit by digit.
func linearEdges(from first: Double, to last: Double, bins: Int) -> [Double] {
    let step = (last - first) / Double(bins)
    return (0..<bins).map { Double($0) * step + first } + [last]
}

/// Counts between edges that enclose all values; the left edge of a bin belongs to it.
private func histograms(
    _ reference: NumberDistribution, _ current: NumberDistribution, edges: [Double]
) -> PairedCounts {
    let inner = edges.dropFirst().dropLast()
    var counts = PairedCounts()
    var before = (0, 0)
    for edge in inner {
        let below = (reference.count(below: edge), current.count(below: edge))
        counts.append(below.0 - before.0, below.1 - before.1)
        before = below
    }
    counts.append(reference.total - before.0, current.total - before.1)
    counts.setErrors(
        reference: reference.errors(between: inner.map(\.nextDown)),
        current: current.errors(between: inner.map(\.nextDown))
    )
    return counts
}

extension NumberDistribution {
    /// What the share may be off of the values before, between and after bounds.
    func errors(between bounds: [Double]) -> [Double] {
        let edges = [0] + bounds.map(error(upTo:)) + [0]
        return zip(edges, edges.dropFirst()).map(+)
    }
}

extension ColumnSample {
    /// Whether pandas reads the column into integers: a missing cell makes it one of floats.
    var isIntegerInPandas: Bool {
        let numbers = profile.numbers
        return numbers.count > 0 && numbers.integers == numbers.count && numbers.nan == 0
            && infinities == 0 && profile.missing == 0 && !hasTexts
    }
}
