package import Dataset
package import RunDocument

/// A model held against rows whose target is known, and maybe against another model.
package struct ModelEvaluation: Sendable {
    /// Nil where one is not defined on these rows.
    package let metrics: [String: Double?]
    /// The baseline's, on the same rows or as they were stored.
    package let baseline: [String: Double?]?
    package let rows: TestRows
    package let schema: TableSchema
    /// Of those metrics that have them; empty if no confidence was asked for.
    package let intervals: [String: MetricIntervals]
    private let significance: Significance?
    private let stored: StoredMetrics?
    /// Metrics that are not of the rows, as latencies.
    private let measured: [String: Double?]

    /// - Parameters:
    ///   - schema: of the columns that were kept.
    ///   - stored: instead of a baseline on the same rows.
    ///   - measured: further metrics that gates can name.
    package init(
        _ rows: TestRows, schema: TableSchema, significance: Significance? = nil,
        stored: StoredMetrics? = nil, measured: [String: Double?] = [:]
    ) {
        self.rows = rows
        self.schema = schema
        self.significance = significance
        self.stored = stored
        self.measured = measured
        metrics = Metrics.values(of: rows.candidate).merging(measured) { own, _ in own }
        baseline = rows.baseline.map(Metrics.values) ?? stored?.metrics
        intervals =
            significance?.intervals(
                of: rows.candidate, baseline: rows.baseline, metrics: Set(metrics.keys)) ?? [:]
    }

    package var confidence: Double? { significance?.confidence }

    // MARK: Gates

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

    private func know(
        _ metric: String, among known: [String: Double?]
    ) throws(EvaluationError) {
        guard known[metric] == nil else { return }
        throw .invalidGate(
            reason: "there is no metric '\(metric)' for this model",
            hint: KnownKeys(known.keys.sorted()).hint(for: metric)
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
    ) throws(EvaluationError) -> MetricIntervals? {
        guard let confidence = gate.confidence, measured[gate.metric] == nil else { return nil }
        if gate.scope == .all, significance?.confidence == confidence,
            let found = intervals[gate.metric]
        {
            return found
        }
        var significance = significance ?? Significance(confidence: confidence)
        significance.confidence = confidence
        let intervals = significance.intervals(
            of: candidate, baseline: other, metrics: [gate.metric])
        guard let found = intervals[gate.metric] else {
            throw .invalidGate(
                reason: "there is no interval for '\(gate.metric)', so it has no confidence",
                hint: "leave out 'confidence' for this gate, or gate on another metric"
            )
        }
        return found
    }

    private func gap(_ gate: Gate, _ definition: SliceDefinition) throws -> Check {
        try know(gate.metric, among: metrics)
        let results = try slices(definition)
        func width(_ isBaseline: Bool) -> Double? {
            SliceGap(
                of: gate.metric, in: results, minimumSize: gate.minimumSliceSize,
                baseline: isBaseline)?.gap
        }
        var check = gate.check(
            Gate.Evidence(
                value: width(false), baseline: rows.baseline == nil ? nil : width(true)))
        check.id = "gap_\(gate.metric)"
        return check
    }

    private func fairness(_ gate: Gate, _ column: String) throws -> Check {
        throw EvaluationError.invalidGate(reason: "", hint: nil)
    }

    // MARK: Slices

    /// The metrics of each slice of a definition.
    package func slices(_ definition: SliceDefinition) throws -> [SliceResult] {
        try SliceDimension(definition, of: rows.columns, schema: schema)
            .results(rows.candidate, baseline: rows.baseline, metrics: Metrics.values)
    }
}

/// Metrics of an earlier evaluation.
package struct StoredMetrics: Hashable, Sendable {
    package var metrics: [String: Double?]
    /// By the slices' names.
    package var slices: [String: [String: Double?]]

    package init(metrics: [String: Double?], slices: [String: [String: Double?]] = [:]) {
        self.metrics = metrics
        self.slices = slices
    }
}
