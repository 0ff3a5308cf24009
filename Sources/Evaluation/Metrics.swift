/// The names of all metrics.
package enum Metrics {
    private static let errors: Set<String> = ["log_loss", "mae", "mse", "rmse"]

    /// What is not a finite number is not defined: nothing may pass a gate by being NaN.
    static func defined(_ values: [String: Double?]) -> [String: Double?] {
        values.mapValues { value in value.flatMap { $0.isFinite ? $0 : nil } }
    }

    /// Which way is better: errors and losses fall, everything else rises.
    package static func direction(of metric: String) -> Gate.Direction {
        errors.contains(metric) ? .lowerIsBetter : .higherIsBetter
    }
}
