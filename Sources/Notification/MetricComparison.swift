import RunDocument

/// What an evaluation measured, beside the model that is in production.
package struct MetricComparison: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package enum Direction: String, Sendable { case better, worse, same, unknown }

        package let metric: String
        package let before: Double?
        package let after: Double?

        package var direction: Direction {
            guard let before, let after else { return .unknown }
            if before == after { return .same }
            return (after > before) == Self.isBetterHigher(metric) ? .better : .worse
        }

        private static func isBetterHigher(_ metric: String) -> Bool {
            let words = ["loss", "error", "mae", "mse", "rmse", "latency", "brier", "drift"]
            return !words.contains { metric.lowercased().contains($0) }
        }
    }

    /// The production model's version, if there was one to compare with.
    package let baselineVersion: Int?
    package let hasBaseline: Bool
    package let rows: [Row]
    /// How many metrics are only in the attached document.
    package let omitted: Int

    private static let limit = 12

    /// Nil if nothing was measured.
    init?(_ run: Run) {
        guard let stage = run.stage(named: "eval"), !stage.metrics.isEmpty else { return nil }
        let baseline = stage.details["baseline"]
        let before = baseline?["metrics"]?.objectValue ?? [:]
        hasBaseline = baseline?.objectValue != nil
        baselineVersion = baseline?["version"]?.integerValue
        // What a gate looks at comes first.
        let gated = Set(stage.checks.map(\.id))
        let names = stage.metrics.keys.sorted { left, right in
            let (isLeft, isRight) = (gated.contains(left), gated.contains(right))
            return isLeft == isRight ? left < right : isLeft
        }
        rows = names.prefix(Self.limit).map { name in
            Row(
                metric: name,
                before: before[name]?.doubleValue,
                after: stage.metrics[name] ?? nil
            )
        }
        omitted = max(0, names.count - Self.limit)
    }
}
