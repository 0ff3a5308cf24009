/// Positives against negatives, by their scores.
///
/// Exact for any scores, ties included.
package struct ScoreRanking: Sendable {
    /// The receiver operating characteristic's area: the probability that a positive scores higher
    /// than a negative, ties counted half (Mann–Whitney U); nil if one of the two is absent.
    package let area: Double?
    /// Σ (Rᵢ − Rᵢ₋₁) Pᵢ over the distinct scores, descending, as scikit-learn's
    /// `average_precision_score`; nil if there is no positive.
    package let averagePrecision: Double?
    /// The weight of positives and negatives that score at least as high, from the highest score
    /// on: some hundreds of points of the curves at most.
    package let points: [Point]
    package let positives: Double
    package let negatives: Double

    package struct Point: Hashable, Sendable {
        package var positives = 0.0
        package var negatives = 0.0
    }

    /// - Parameters:
    ///   - scores: finite; row by row, `width` values each.
    ///   - column: which of them counts.
    ///   - weights: of each row; nil if all count 1.
    ///   - isPositive: of each row.
    package init(
        scores: [Double], width: Int = 1, column: Int = 0, weights: [Double]?, isPositive: [Bool]
    ) {
        let scores = ScoreColumn(scores: scores, width: width, column: column, weights: weights)
        if weights == nil {
            self.init(ScoreRanges<PlainScore>(scores, isPositive))
        } else {
            self.init(ScoreRanges<WeightedScore>(scores, isPositive))
        }
    }

    private init<Score: RankedScore>(_ ranges: ScoreRanges<Score>) {
        let totals = ranges.totals
        positives = totals.reduce(0) { $0 + $1.positives }
        negatives = totals.reduce(0) { $0 + $1.negatives }
        let results = ranges.ranked(totals)
        area = Self.area(results, positives, negatives)
        averagePrecision = Self.averagePrecision(results, positives)
        points = Self.thinned(results.flatMap(\.points), positives, negatives)
    }

    private static func area(
        _ ranges: [RankedRange], _ positives: Double, _ negatives: Double
    ) -> Double? {
        guard positives > 0, negatives > 0 else { return nil }
        var wins = Summation()
        for range in ranges { wins.add(range.wins) }
        return wins.value / positives / negatives
    }

    private static func averagePrecision(_ ranges: [RankedRange], _ positives: Double) -> Double? {
        guard positives > 0 else { return nil }
        var precisions = Summation()
        for range in ranges { precisions.add(range.precisions) }
        return precisions.value / positives
    }

    /// The points that are apart enough to be seen.
    private static func thinned(
        _ points: [Point], _ positives: Double, _ negatives: Double
    ) -> [Point] {
        let step = 1.0 / 200
        var kept: [Point] = []
        var last = Point()
        for (index, point) in points.enumerated() {
            let right = negatives == 0 ? 0 : (point.negatives - last.negatives) / negatives
            let up = positives == 0 ? 0 : (point.positives - last.positives) / positives
            guard max(right, up) >= step || index == points.count - 1 else { continue }
            kept.append(point)
            last = point
        }
        return kept
    }
}

/// The scores of one label.
struct ScoreColumn: Sendable {
    let scores: [Double]
    let width: Int
    let column: Int
    let weights: [Double]?

    var rowCount: Int { scores.count / width }

    @inline(__always)
    subscript(row: Int) -> Double { scores[row * width + column] }
}

/// A score to be ranked, and how much its row counts.
protocol RankedScore: Sendable {
    init(_ scores: ScoreColumn, row: Int)
    var score: Double { get }
    var weight: Double { get }
}

struct PlainScore: RankedScore {
    let score: Double
    var weight: Double { 1 }

    @inline(__always)
    init(_ scores: ScoreColumn, row: Int) { score = scores[row] }
}

struct WeightedScore: RankedScore {
    let score: Double
    let weight: Double

    @inline(__always)
    init(_ scores: ScoreColumn, row: Int) {
        score = scores[row]
        weight = scores.weights?[row] ?? 1
    }
}
