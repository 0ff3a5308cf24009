import Expressions
import RunDocument

/// Holds a run's metrics against those of the runs before it.
package struct HistoryCheck: Sendable {
    /// How many of the newest runs are looked at.
    package var window = 10
    /// Fewer earlier values than these decide nothing.
    package var minimumRuns = 5
    /// How many standard deviations from the mean are allowed; nil not to look.
    package var deviations: Double? = 3
    /// The largest relative change since the run before; nil not to look.
    package var maximumChange: Double?

    package init() {}

    /// The checks of each metric, in the order of their names.
    ///
    /// - Parameter id: the run's own; what the history has of it is passed over.
    package func findings(
        _ metrics: [String: Double], id: String, against history: RunHistory
    ) -> [Finding] {
        let earlier = history.entries.filter { $0.id != id }
        let names = metrics.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return names.flatMap { name -> [Finding] in
            guard let value = metrics[name] else { return [] }
            let values = earlier.compactMap { $0.metrics[name] }.suffix(window)
            return [
                deviations.map { deviation(name, value, Array(values), $0) },
                maximumChange.map { change(name, value, values.last, $0) },
            ].compactMap(\.self)
        }
    }

    /// Mean ± k·s of the earlier values, s with n − 1 below.
    private func deviation(
        _ name: String, _ value: Double, _ values: [Double], _ allowed: Double
    ) -> Finding {
        let kind = "history-deviation"
        guard values.count >= max(2, minimumRuns) else {
            return Finding(
                skipping: kind,
                name,
                reason: "\(values.count) earlier runs have it; \(max(2, minimumRuns)) are needed"
            )
        }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        // Rounding of the mean is no change of what never changed.
        let margin = max(allowed * deviation, 1e-12 * mean.magnitude)
        var finding = Finding(
            kind,
            column: name,
            passed: (value - mean).magnitude <= margin,
            observed: .number(value),
            expected: Finding.range(mean - margin, mean + margin),
            message: "'\(name)' is \(value.ruleText), in \(values.count) earlier runs "
                + "\(mean.ruleText) ± \(deviation.ruleText)"
        )
        finding.check["runs"] = .integer(Int64(values.count))
        return finding
    }

    private func change(_ name: String, _ value: Double, _ previous: Double?, _ allowed: Double)
        -> Finding
    {
        let kind = "history-change"
        guard let previous else {
            return Finding(skipping: kind, name, reason: "no earlier run has it")
        }
        let change = value == previous ? 0 : (value - previous) / previous.magnitude
        return Finding(
            kind,
            column: name,
            passed: change.magnitude <= allowed,
            observed: .number(change),
            expected: "a relative change <= \(allowed.ruleText)",
            message: "'\(name)' went from \(previous.ruleText) to \(value.ruleText)"
        )
    }
}
