import RunDocument

/// Gates on how far slices or groups are from one another.
extension ModelEvaluation {
    func gap(_ gate: Gate, _ definition: SliceDefinition) throws -> Check {
        try know(gate.metric, among: metrics)
        let dimension = try SliceDimension(definition, of: rows.columns, schema: schema)
        let results = results(dimension)
        func gap(_ isBaseline: Bool) -> SliceGap? {
            SliceGap(
                of: gate.metric, in: results, minimumSize: gate.minimumSliceSize,
                baseline: isBaseline)
        }
        let (own, other) = (gap(false), rows.baseline == nil ? nil : gap(true))
        var evidence = Gate.Evidence(value: own?.gap, baseline: other?.gap)
        if let confidence = gate.confidence, let own, measured[gate.metric] == nil {
            let candidate = statistic(own, rows.candidate, dimension)
            let baseline = rows.baseline.flatMap { rows in
                other.flatMap { statistic($0, rows, dimension) }
            }
            evidence.intervals = try known(
                candidate.flatMap {
                    try significance(confidence).intervals(
                        of: $0, baseline: baseline, units: Statistics.unitCount(rows.candidate))
                }, gate)
        }
        var check = gate.check(evidence)
        check.id = "gap_\(gate.metric)"
        return check
    }

    private func statistic(
        _ gap: SliceGap, _ rows: ScoredRows, _ dimension: SliceDimension
    ) -> GapStatistic? {
        GapStatistic(
            of: gap.metric, in: rows, slices: gap.slices.map { dimension.slices[$0].rows })
    }

    func fairness(_ gate: Gate, _ column: String) throws -> Check {
        func groups(_ scored: ScoredRows) throws -> FairnessGroups {
            try FairnessGroups(
                scored, by: column, of: rows.columns, schema: schema, positiveLabel: positive)
        }
        let (groups, otherGroups) = (try groups(rows.candidate), try rows.baseline.map(groups))
        let own = Fairness.metrics(groups.rates())
        try know(gate.metric, among: own)
        var evidence = Gate.Evidence(
            value: own[gate.metric] ?? nil,
            baseline: otherGroups.flatMap { Fairness.metrics($0.rates())[gate.metric] ?? nil },
            slice: "groups of \(column)")
        if let confidence = gate.confidence, evidence.value != nil {
            evidence.intervals = try known(
                significance(confidence).intervals(
                    of: FairnessStatistic(gate.metric, of: groups),
                    baseline: otherGroups.map { FairnessStatistic(gate.metric, of: $0) },
                    units: rows.rowCount), gate)
        }
        return gate.check(evidence)
    }

    func significance(_ confidence: Double) -> Significance {
        var significance = resampling ?? Significance(confidence: confidence)
        significance.confidence = confidence
        return significance
    }

    func known(
        _ intervals: MetricIntervals?, _ gate: Gate
    ) throws(EvaluationError) -> MetricIntervals {
        guard let intervals else {
            throw .invalidGate(
                reason: "there is no interval for '\(gate.metric)', so it has no confidence",
                hint: "leave out 'confidence' for this gate, or gate on another metric"
            )
        }
        return intervals
    }
}
