package import Dataset
package import Model

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
    let significance: Significance?
    /// Of gates with a confidence of their own.
    let resampling: Significance?
    let stored: StoredMetrics?
    /// The label that counts as being selected; nil for the second of two.
    let positive: String?
    /// Metrics that are not of the rows, as latencies.
    let measured: [String: Double?]

    /// - Parameters:
    ///   - schema: of the columns that were kept.
    ///   - significance: how sure the intervals are; nil for none but those that gates ask for.
    ///   - resampling: how those are found if `significance` is nil; their confidence is the gates'.
    ///   - judged: the metrics that need intervals; empty for those that reports name first.
    ///   - stored: instead of a baseline on the same rows.
    ///   - positive: the label that counts as being selected; nil for the second of two.
    ///   - measured: further metrics that gates can name.
    /// - Throws: `CancellationError`.
    package init(
        _ rows: TestRows, schema: TableSchema, significance: Significance? = nil,
        resampling: Significance? = nil, judged: Set<String> = [], stored: StoredMetrics? = nil,
        positive: String? = nil, measured: [String: Double?] = [:]
    ) throws {
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
            try significance?.intervals(
                of: rows.candidate, baseline: rows.baseline,
                metrics: judged.isEmpty ? Set(Metrics.main(of: rows.candidate.task)) : judged)
            ?? [:]
    }

    package var confidence: Double? { significance?.confidence }

    /// How the groups that a column names fare.
    package func fairness(by column: String) throws -> FairnessResult {
        try Fairness.result(
            rows.candidate, by: column, of: rows.columns, schema: schema, positiveLabel: positive)
    }

    /// The metrics of each slice of a definition.
    package func slices(_ definition: SliceDefinition) throws -> [SliceResult] {
        results(try SliceDimension(definition, of: rows.columns, schema: schema))
    }

    func results(_ dimension: SliceDimension) -> [SliceResult] {
        dimension.results(rows.candidate, baseline: rows.baseline, metrics: Metrics.values)
    }

    /// The slices of one or two columns on which the model is worst; none for a ranking.
    ///
    /// - Throws: `CancellationError`.
    package func weakSlices() throws -> WeakSliceSearch.Result {
        guard let loss = RowLoss.usual(for: rows.candidate),
            let losses = loss.values(of: rows.candidate)
        else { return WeakSliceSearch.Result(slices: [], testedCount: 0) }
        let booleans = schema.fields.filter { $0.type == .boolean }.map(\.name)
        let found = WeakSliceSearch().search(
            rows.columns, columns: rows.columns.columns.map(\.name), booleans: Set(booleans),
            loss: loss, losses: losses)
        // The search of a task that is cancelled has left out pairs.
        try Task.checkCancellation()
        return found
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
