package import RunDocument

extension ModelEvaluation {
    /// Holds a gate against the rows that it is about.
    ///
    /// - Throws: `EvaluationError.invalidGate`, `SliceError`, `ExpressionError`.
    package func check(_ gate: Gate) throws -> [Check] {
        switch gate.scope {
        case .all:
            try know(gate.metric, among: metrics)
            var evidence = Gate.Evidence(
                value: metrics[gate.metric] ?? nil,
                baseline: baseline?[gate.metric] ?? nil,
                intervals: try intervals(gate, rows.candidate, rows.baseline))
            fillChange(&evidence)
            return [gate.check(evidence)]
        case .slice(let selector):
            let chosen = try selector.rows(of: rows.columns, schema: schema)
            var evidence = try self.evidence(gate, chosen, named: selector.name)
            if case .values(let values) = selector { evidence.selection = .object(values) }
            guard chosen.isEmpty else { return [gate.check(evidence)] }
            return [
                gate.missing(try selector.absence(from: rows.columns, schema: schema), evidence)
            ]
        case .each(let definition):
            let dimension = try SliceDimension(
                definition.withoutLimit, of: rows.columns, schema: schema)
            let large = dimension.slices.filter { $0.rows.count >= gate.minimumSliceSize }
            guard !large.isEmpty else {
                let none = Gate.Evidence(value: nil, slice: "slices of \(definition.name)")
                return [gate.missing("none has \(gate.minimumSliceSize) rows or more", none)]
            }
            return try large.map { gate.check(try evidence(gate, $0.rows, named: $0.name)) }
        case .gap(let definition): return [try gap(gate, definition)]
        case .groups(let column): return [try fairness(gate, column)]
        }
    }

    func know(
        _ metric: String, among known: [String: Double?]
    ) throws(EvaluationError) {
        guard known[metric] == nil else { return }
        throw unknown(metric, among: known.keys.sorted())
    }

    private func evidence(_ gate: Gate, _ chosen: [Int], named name: String) throws
        -> Gate.Evidence
    {
        try know(gate.metric, among: metrics)
        var evidence = Gate.Evidence(value: nil, slice: name, sliceSize: chosen.count)
        guard !chosen.isEmpty else { return evidence }
        let candidate = rows.candidate.selecting(chosen)
        let other = rows.baseline?.selecting(chosen)
        evidence.value = Metrics.values(of: candidate)[gate.metric] ?? nil
        evidence.baseline =
            other.map { Metrics.values(of: $0)[gate.metric] ?? nil }
            ?? stored?.slices[name].map { $0[gate.metric] ?? nil } ?? nil
        evidence.intervals = try intervals(gate, candidate, other)
        fillChange(&evidence)
        return evidence
    }

    /// A stored baseline has no rows that could be drawn again, so its value is taken for exact.
    private func fillChange(_ evidence: inout Gate.Evidence) {
        guard stored != nil, let baseline = evidence.baseline,
            let value = evidence.intervals?.value
        else { return }
        let change = Interval(value.lower - baseline, value.upper - baseline)
        evidence.intervals?.change = change
        guard baseline != 0 else { return }
        evidence.intervals?.relativeChange = Interval(
            change.lower / baseline.magnitude, change.upper / baseline.magnitude)
    }

    /// Of fewer rows than these, neither resamples nor large-sample formulas tell anything.
    private static let fewestRows = 10

    private func intervals(
        _ gate: Gate, _ candidate: ScoredRows, _ other: ScoredRows?
    ) throws -> MetricIntervals? {
        guard let confidence = gate.confidence, measured[gate.metric] == nil else { return nil }
        guard candidate.rowCount >= Self.fewestRows else { return MetricIntervals() }
        if gate.scope == .all, significance?.confidence == confidence,
            let found = intervals[gate.metric]
        {
            return found
        }
        let found = try significance(confidence).intervals(
            of: candidate, baseline: other, metrics: [gate.metric])
        guard let own = found[gate.metric] else { throw noInterval(gate) }
        return own
    }
}
