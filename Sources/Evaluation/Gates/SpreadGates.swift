import RunDocument

/// Gates on how far slices or groups are from one another.
extension ModelEvaluation {
    func gap(_ gate: Gate, _ definition: SliceDefinition) throws -> Check {
        try know(gate.metric, among: metrics)
        let dimension = try SliceDimension(
            definition.withoutLimit, of: rows.columns, schema: schema)
        let results = results(dimension)
        func gap(_ isBaseline: Bool) -> SliceGap? {
            SliceGap(
                of: gate.metric, in: results, minimumSize: gate.minimumSliceSize,
                baseline: isBaseline)
        }
        let (own, other) = (gap(false), rows.baseline == nil ? nil : gap(true))
        var evidence = Gate.Evidence(value: own?.gap, baseline: other?.gap)
        if let confidence = gate.confidence, let own, measured[gate.metric] == nil {
            guard let candidate = statistic(own, rows.candidate, dimension) else {
                throw noInterval(gate)
            }
            let baseline = rows.baseline.flatMap { rows in
                other.flatMap { statistic($0, rows, dimension) }
            }
            // Slices that some resamples do not draw at all leave the gate open.
            evidence.intervals =
                try significance(confidence).intervals(
                    of: candidate, baseline: baseline,
                    units: Statistics.unitCount(rows.candidate)) ?? MetricIntervals()
        }
        var check =
            own == nil
            ? gate.missing(
                "fewer than two slices have the metric and \(gate.minimumSliceSize) or more rows",
                evidence)
            : gate.check(evidence)
        check.id = "gap_\(gate.metric)"
        check.slice = .string("slices of \(definition.name)")
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
                scored, by: column, of: rows.columns, schema: schema, positiveLabel: positive,
                minimumSize: gate.minimumSliceSize)
        }
        let (groups, otherGroups) = (try groups(rows.candidate), try rows.baseline.map(groups))
        let own = Fairness.metrics(groups.rates())
        try know(gate.metric, among: own)
        var evidence = Gate.Evidence(
            value: own[gate.metric] ?? nil,
            baseline: otherGroups.flatMap { Fairness.metrics($0.rates())[gate.metric] ?? nil },
            slice: "groups of \(column)")
        guard groups.names.count >= 2 else {
            let size = gate.minimumSliceSize
            return gate.missing(
                size > 1
                    ? "fewer than two groups have \(size) rows or more"
                    : "there are fewer than two groups", evidence)
        }
        if let confidence = gate.confidence, evidence.value != nil {
            evidence.intervals =
                try significance(confidence).intervals(
                    of: FairnessStatistic(gate.metric, of: groups),
                    baseline: otherGroups.map { FairnessStatistic(gate.metric, of: $0) },
                    units: rows.rowCount) ?? MetricIntervals()
        }
        var check = gate.check(evidence)
        if !groups.small.isEmpty {
            check["leftOut"] = .array(groups.small.map(JSONValue.string))
        }
        return check
    }

    func significance(_ confidence: Double) -> Significance {
        var significance = resampling ?? Significance(confidence: confidence)
        significance.confidence = confidence
        return significance
    }

    func noInterval(_ gate: Gate) -> EvaluationError {
        .invalidGate(
            reason: "there is no interval for '\(gate.metric)', so it has no confidence",
            hint: "write 'confidence: none' for this gate, or gate on another metric")
    }
}
