/// The names of all metrics.
package enum Metrics {
    private static let errors: Set<String> = ["log_loss", "mae", "mse", "rmse"]

    /// Which way is better: errors and losses fall, everything else rises.
    package static func direction(of metric: String) -> Gate.Direction {
        errors.contains(metric) ? .lowerIsBetter : .higherIsBetter
    }
}
