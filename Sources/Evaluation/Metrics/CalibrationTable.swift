/// Scores against what came true, in ten ranges of one width.
package struct CalibrationTable: Sendable {
    private static let count = 10

    package let bins: [CalibrationBin]
    private let total: Double

    /// The scores of one label.
    ///
    /// - Parameter isPositive: of each row.
    package init(
        scores: [Double], width: Int, column: Int, weights: [Double]?, isPositive: [Bool]
    ) {
        self.init(
            ScoreColumn(scores: scores, width: width, column: column, weights: weights),
            isPositive)
    }

    /// The scores that decided: of two labels the positive one's, of several the highest.
    ///
    /// That one comes true if its label is the true one (Guo et al. 2017).
    init(ofPredictions rows: ScoredRows, _ truth: [Int32]) {
        if rows.task == .binary {
            self.init(
                ScoreColumn(scores: rows.scores, width: 1, column: 0, weights: rows.weights),
                RowParts.map(truth.count) { truth[$0] == 1 })
            return
        }
        let best = RowParts.map(truth.count) { row in
            rows.scores[row * rows.scoreWidth + Int(rows.bestLabel(row))]
        }
        self.init(
            ScoreColumn(scores: best, width: 1, column: 0, weights: rows.weights),
            RowParts.map(truth.count) { rows.bestLabel($0) == truth[$0] })
    }

    private init(_ column: ScoreColumn, _ isPositive: [Bool]) {
        let sums = RowParts.sums(column.rowCount, totals: 3 * Self.count) { part, sums in
            let edges = Self.edges
            for row in part {
                let score = column[row]
                let weight = column.weights?[row] ?? 1
                let bin = Self.bin(of: score, edges)
                sums[3 * bin] += weight
                sums[3 * bin + 1] += weight * score
                if isPositive[row] { sums[3 * bin + 2] += weight }
            }
        }
        bins = (0..<Self.count).compactMap { bin in
            let weight = sums[3 * bin]
            guard weight > 0 else { return nil }
            return CalibrationBin(
                meanScore: sums[3 * bin + 1] / weight, positiveShare: sums[3 * bin + 2] / weight,
                weight: weight)
        }
        total = bins.reduce(0) { $0 + $1.weight }
    }

    /// The upper end belongs to a range, as in scikit-learn's `calibration_curve`.
    @inline(__always)
    private static func bin(of score: Double, _ edges: [Double]) -> Int {
        var bin = min(count - 1, max(0, Int(score * Double(count))))
        while bin > 0, score <= edges[bin] { bin -= 1 }
        return bin
    }

    /// As `numpy.linspace` computes them.
    private static let edges = (0...count).map { Double($0) * (1 / Double(count)) }

    /// The expected calibration error: the mean distance of score and share; nil without rows.
    package var error: Double? {
        guard total > 0 else { return nil }
        return bins.reduce(0) { $0 + $1.weight * ($1.positiveShare - $1.meanScore).magnitude }
            / total
    }
}
