package import RunDocument

extension ModelEvaluation {
    /// Holds a gate against the rows that it is about.
    ///
    /// - Throws: `EvaluationError.invalidGate`, `SliceError`, `ExpressionError`.
    package func check(_ gate: Gate) throws -> [Check] {
        switch gate.scope {
        case .all:
            try know(gate.metric, among: metrics)
            let evidence = Gate.Evidence(
                value: metrics[gate.metric] ?? nil,
                baseline: baseline?[gate.metric] ?? nil,
                intervals: try intervals(gate, rows.candidate, rows.baseline))
            return [gate.check(evidence)]
        case .slice(let selector):
            let chosen = try selector.rows(of: rows.columns, schema: schema)
            var evidence = try self.evidence(gate, chosen, named: selector.name)
            if case .values(let values) = selector { evidence.selection = .object(values) }
            return [gate.check(evidence)]
        case .each(let definition):
            let dimension = try SliceDimension(definition, of: rows.columns, schema: schema)
            return try dimension.slices.filter { $0.rows.count >= gate.minimumSliceSize }.map {
                gate.check(try evidence(gate, $0.rows, named: $0.name))
            }
        case .gap(let definition): return [try gap(gate, definition)]
        case .groups(let column): return [try fairness(gate, column)]
        }
    }

    func know(
        _ metric: String, among known: [String: Double?]
    ) throws(EvaluationError) {
        guard known[metric] == nil else { return }
        throw .invalidGate(
            reason: "there is no metric '\(metric)' for this model",
            hint: KnownWords(known.keys.sorted()).hint(for: metric)
        )
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
        return evidence
    }

    private func intervals(
        _ gate: Gate, _ candidate: ScoredRows, _ other: ScoredRows?
    ) throws -> MetricIntervals? {
        guard let confidence = gate.confidence, measured[gate.metric] == nil else { return nil }
        if gate.scope == .all, significance?.confidence == confidence,
            let found = intervals[gate.metric]
        {
            return found
        }
        let found = try significance(confidence).intervals(
            of: candidate, baseline: other, metrics: [gate.metric])
        return try known(found[gate.metric], gate)
    }
}
