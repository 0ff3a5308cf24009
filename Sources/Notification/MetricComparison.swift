package import RunDocument

/// What an evaluation measured, beside the model that is in production.
package struct MetricComparison: Sendable, Hashable {
    package struct Row: Sendable, Hashable {
        package enum Direction: String, Sendable { case better, worse, same, unknown }

        package let metric: String
        package let before: Double?
        package let after: Double?
        /// Nil if the evaluation did not say.
        let isLowerBetter: Bool?
        /// Where `after` lies with the evaluation's confidence.
        let interval: ClosedRange<Double>?
        /// What the gate asks for.
        let lowerBound: Double?
        let upperBound: Double?

        package var direction: Direction {
            guard let before, let after else { return .unknown }
            if before == after { return .same }
            guard let isLowerBetter else { return .unknown }
            return (after < before) == isLowerBetter ? .better : .worse
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
    package init?(_ run: Run) {
        guard let stage = run.stage(named: "eval"), !stage.metrics.isEmpty else { return nil }
        let baseline = stage.details["baseline"]
        hasBaseline = baseline?.objectValue != nil
        baselineVersion = baseline?["version"]?.integerValue
        // What a gate looks at comes first.
        let gated = Set(stage.checks.map { $0.id })
        let names = stage.metrics.keys.sorted { left, right in
            let (isLeft, isRight) = (gated.contains(left), gated.contains(right))
            return isLeft == isRight ? left < right : isLeft
        }
        rows = names.prefix(Self.limit).map { Row($0, of: stage) }
        omitted = max(0, names.count - Self.limit)
    }
}

extension MetricComparison.Row {
    fileprivate init(_ metric: String, of stage: Stage) {
        self.metric = metric
        before = stage.details["baseline"]?["metrics"]?[metric]?.doubleValue
        after = stage.metrics[metric] ?? nil
        isLowerBetter = stage.details["lowerIsBetter"]?.arrayValue?.contains(.string(metric))
        let gate = stage.checks.first { $0.id == metric && $0.slice == nil }
        lowerBound = gate?["lowerBound"]?.doubleValue
        upperBound = gate?["upperBound"]?.doubleValue
        let ends = gate?["interval"]?.arrayValue?.compactMap { $0.doubleValue } ?? []
        interval = ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil
    }
}
