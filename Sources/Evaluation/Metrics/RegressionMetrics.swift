/// How far predicted numbers are from the true ones.
package struct RegressionMetrics: Sendable {
    package let values: [String: Double?]

    /// Quantiles whose pinball loss is told.
    private static let quantiles = [0.1, 0.5, 0.9]

    /// - Parameter weights: of each row; nil if all count 1.
    /// - Precondition: as many predictions as true values.
    package init(truth: [Double], predictions: [Double], weights: [Double]?) {
        guard !truth.isEmpty else {
            values = [:]
            return
        }
        let total = weights?.reduce(0, +) ?? Double(truth.count)
        let means = Self.means(truth, predictions, weights, total)
        var spreads = Self.spreads(truth, predictions, weights, means)
        // The mean of equal numbers may differ from them in its last bit.
        if truth.allSatisfy({ $0 == truth[0] }) { spreads[0] = 0 }
        let squared = means[3]
        var values: [String: Double?] = [
            "mae": means[2], "mse": squared, "rmse": squared.squareRoot(), "mape": means[4],
            "median_ae": Self.medianError(truth, predictions, weights),
            "max_error": zip(truth, predictions).reduce(0) { max($0, ($1.0 - $1.1).magnitude) },
            "r2": Self.explained(squared * total, of: spreads[0], rows: truth.count),
            "explained_variance": Self.explained(spreads[1], of: spreads[0], rows: truth.count),
        ]
        for (index, quantile) in Self.quantiles.enumerated() {
            values["pinball_\(quantile)"] = means[5 + index]
        }
        self.values = values
    }

    /// The weighted means of the truth, the error (truth − prediction), its magnitude, its square,
    /// its magnitude relative to the truth, and the pinball losses.
    private static func means(
        _ truth: [Double], _ predictions: [Double], _ weights: [Double]?, _ total: Double
    ) -> [Double] {
        RowParts.sums(truth.count, totals: 5 + quantiles.count) { rows, sums in
            for row in rows {
                let weight = weights?[row] ?? 1
                let error = truth[row] - predictions[row]
                sums[0] += weight * truth[row]
                sums[1] += weight * error
                sums[2] += weight * error.magnitude
                sums[3] += weight * error * error
                // As scikit-learn: relative to nothing less than an epsilon.
                sums[4] += weight * error.magnitude / max(truth[row].magnitude, .ulpOfOne)
                for (index, quantile) in quantiles.enumerated() {
                    let loss = error >= 0 ? quantile * error : (quantile - 1) * error
                    sums[5 + index] += weight * loss
                }
            }
        }.map { $0 / total }
    }

    /// The sums of squares around the means of the truth and of the error.
    private static func spreads(
        _ truth: [Double], _ predictions: [Double], _ weights: [Double]?, _ means: [Double]
    ) -> [Double] {
        RowParts.sums(truth.count, totals: 2) { rows, sums in
            for row in rows {
                let weight = weights?[row] ?? 1
                let own = truth[row] - means[0]
                let error = truth[row] - predictions[row] - means[1]
                sums[0] += weight * own * own
                sums[1] += weight * error * error
            }
        }
    }

    /// 1 − residual / spread; undefined for one row, and for a constant target 1 if it is met,
    /// else 0.
    private static func explained(_ residual: Double, of spread: Double, rows: Int) -> Double? {
        guard rows > 1 else { return nil }
        if spread == 0 { return residual == 0 ? 1 : 0 }
        return 1 - residual / spread
    }

    private static func medianError(
        _ truth: [Double], _ predictions: [Double], _ weights: [Double]?
    ) -> Double? {
        let errors = zip(truth, predictions).map { ($0 - $1).magnitude }
        guard let weights else { return Median.of(errors) }
        return Median.of(errors, weights: weights)
    }
}

enum Median {
    /// The middle value, or the mean of the two in the middle; nil of none.
    static func of(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1
            ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
    }

    /// The value that half of the weight does not exceed; where that is exactly half, the mean of
    /// it and the next (Hyndman & Fan 1996, definition 2).
    static func of(_ values: [Double], weights: [Double]) -> Double? {
        let order = values.indices.filter { weights[$0] > 0 }.sorted { values[$0] < values[$1] }
        let half = order.reduce(0) { $0 + weights[$1] } / 2
        var sum = 0.0
        for (place, index) in order.enumerated() {
            sum += weights[index]
            guard sum >= half else { continue }
            guard sum - half <= .ulpOfOne, place + 1 < order.count else { return values[index] }
            return (values[index] + values[order[place + 1]]) / 2
        }
        return order.last.map { values[$0] }
    }
}
