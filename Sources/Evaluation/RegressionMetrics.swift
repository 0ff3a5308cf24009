/// How far predicted numbers are from the true ones, by scikit-learn's definitions.
package struct RegressionMetrics: Sendable {
    package let values: [String: Double?]

    /// - Precondition: as many predictions as true values, at least one.
    package init(truth: [Double], predictions: [Double]) {
        let count = Double(truth.count)
        var absolute = Summation()
        var squared = Summation()
        var sum = Summation()
        for (actual, guess) in zip(truth, predictions) {
            let error = actual - guess
            absolute.add(error.magnitude)
            squared.add(error * error)
            sum.add(actual)
        }
        let mean = sum.value / count
        var spread = Summation()
        for actual in truth { spread.add((actual - mean) * (actual - mean)) }
        let meanSquared = squared.value / count
        values = Metrics.defined([
            "mae": absolute.value / count, "mse": meanSquared,
            "rmse": meanSquared.squareRoot(),
            "r2": Self.determination(squared.value, spread.value, rows: truth.count),
        ])
    }

    /// R²; undefined for one row, and for a constant target 1 if it is met, else 0.
    private static func determination(
        _ residual: Double,
        _ spread: Double,
        rows: Int
    ) -> Double? {
        guard rows > 1 else { return nil }
        if spread == 0 { return residual == 0 ? 1 : 0 }
        return 1 - residual / spread
    }
}
