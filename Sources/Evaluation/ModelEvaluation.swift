package import Dataset
package import Model
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
    let result: RowResult
    let baselineResult: RowResult?
    private let significance: Significance?
    /// Of gates with a confidence of their own.
    private let resampling: Significance?
    private let stored: StoredMetrics?
    /// The label that counts as being selected; nil for the second of two.
    private let positive: String?
    /// Metrics that are not of the rows, as latencies.
    private let measured: [String: Double?]

    /// - Parameters:
    ///   - schema: of the columns that were kept.
    ///   - significance: how sure the intervals are; nil for none but those that gates ask for.
    ///   - resampling: how those are found if `significance` is nil; their confidence is the gates'.
    ///   - judged: the metrics that need intervals; empty for those that reports name first.
    ///   - stored: instead of a baseline on the same rows.
    ///   - positive: the label that counts as being selected; nil for the second of two.
    ///   - measured: further metrics that gates can name.
    package init(
        _ rows: TestRows, schema: TableSchema, significance: Significance? = nil,
        resampling: Significance? = nil, judged: Set<String> = [], stored: StoredMetrics? = nil,
        positive: String? = nil, measured: [String: Double?] = [:]
    ) {
        self.resampling = significance ?? resampling
        self.positive = positive
        self.rows = rows
        self.schema = schema
        self.significance = significance
        self.stored = stored
        self.measured = measured
        result = RowResult(rows.candidate)
        baselineResult = rows.baseline.map(RowResult.init)
        metrics = result.values.merging(measured) { own, _ in own }
        baseline = baselineResult?.values ?? stored?.metrics
        intervals =
            significance?.intervals(
                of: rows.candidate, baseline: rows.baseline,
                metrics: judged.isEmpty ? Set(Metrics.main(of: rows.candidate.task)) : judged)
            ?? [:]
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
    ) throws(EvaluationError) -> MetricIntervals? {
        guard let confidence = gate.confidence, measured[gate.metric] == nil else { return nil }
        if gate.scope == .all, significance?.confidence == confidence,
            let found = intervals[gate.metric]
        {
            return found
        }
        var significance = resampling ?? Significance(confidence: confidence)
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
        let own = try fairness(by: column, rows.candidate).metrics
        try know(gate.metric, among: own)
        let other = try rows.baseline.map { try fairness(by: column, $0).metrics }
        return gate.check(
            Gate.Evidence(
                value: own[gate.metric] ?? nil, baseline: other?[gate.metric] ?? nil,
                slice: "groups of \(column)"))
    }

    private func fairness(by column: String, _ rows: ScoredRows) throws -> FairnessResult {
        try Fairness.result(
            rows, by: column, of: self.rows.columns, schema: schema, positiveLabel: positive)
    }

    /// How the groups that a column names fare.
    package func fairness(by column: String) throws -> FairnessResult {
        try fairness(by: column, rows.candidate)
    }

    // MARK: Slices

    /// The metrics of each slice of a definition.
    package func slices(_ definition: SliceDefinition) throws -> [SliceResult] {
        try SliceDimension(definition, of: rows.columns, schema: schema)
            .results(rows.candidate, baseline: rows.baseline, metrics: Metrics.values)
    }

    /// The slices of one or two columns on which the model is worst; none for a ranking.
    package func weakSlices() -> WeakSliceSearch.Result {
        guard let loss = RowLoss.usual(for: rows.candidate),
            let losses = loss.values(of: rows.candidate)
        else { return WeakSliceSearch.Result(slices: [], testedCount: 0) }
        let booleans = schema.fields.filter { $0.type == .boolean }.map(\.name)
        return WeakSliceSearch().search(
            rows.columns, columns: rows.columns.columns.map(\.name), booleans: Set(booleans),
            loss: loss, losses: losses)
    }

    /// What each column is worth to the model, by its first metric.
    ///
    /// - Parameter meanSHAP: by column, where the runtime gives them.
    /// - Throws: what the predictor throws.
    package func importance(
        of predictor: any Predictor, repeats: Int, seed: UInt64, meanSHAP: [String: Double]
    ) throws -> FeatureImportance? {
        guard let metric = Metrics.main(of: rows.candidate.task).first else { return nil }
        var options = PermutationImportance.Options()
        (options.repeats, options.seed) = (repeats, seed)
        let importance = PermutationImportance(
            metric: metric, isHigherBetter: Metrics.direction(of: metric) == .higherIsBetter,
            options: options)
        let candidate = rows.candidate
        return try importance.importance(
            of: predictor, on: rows.columns, columns: predictor.metadata.inputs.map(\.name),
            meanSHAP: meanSHAP
        ) { predictions, chosen in
            var truth = candidate.selecting(chosen)
            truth.scores = []
            guard let answers = try? ModelAnswers(predictor, to: candidate),
                (try? answers.keep(predictions)) != nil,
                let rows = try? answers.finish(truth)
            else { return nil }
            return Metrics.values(of: rows)[metric] ?? nil
        }
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
