package import Dataset
package import Model
import RunDocument

/// Scores test data with a model, and with another one on the same rows, batch by batch.
///
/// Only what metrics and slices need is kept of a batch: so memory grows by some bytes a row,
/// whatever the number of features.
package struct ModelScoring: Sendable {
    /// Rows that are kept whole: those that requests are made of, and that are scored twice.
    package static let sampleSize = 1000

    private let candidate: any Predictor
    private let baseline: (any Predictor)?
    /// A column that says how much a row counts.
    private let weight: String?
    /// Of two labels the one that scores are of; nil for the second.
    private let positive: String?
    /// Columns to be kept.
    private let kept: Set<String>

    package init(
        candidate: any Predictor, baseline: (any Predictor)?, weight: String? = nil,
        positive: String? = nil, keeping kept: Set<String> = []
    ) {
        self.candidate = candidate
        self.baseline = baseline
        self.weight = weight
        self.positive = positive
        self.kept = kept
    }

    private struct Batch: Sendable {
        /// The rows that have a target.
        let table: Table
        let truth: ScoredRows
        let candidate: ModelAnswers.Answer?
        let baseline: Result<ModelAnswers.Answer?, AnyRefusal>
    }

    /// Why a baseline cannot score a batch.
    private struct AnyRefusal: Error { let failure: any Failure }

    /// Reads the sources and scores the rows that have a target.
    ///
    /// A baseline that cannot score the rows, because they lack a column or have a label that it
    /// does not know, is given up and says why.
    ///
    /// - Parameter name: what the data is called in messages.
    /// - Throws: `EvaluationError`, `ModelError`, `DatasetError`.
    package func score(
        _ sources: [DataSource], schema: TableSchema, name: String,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> TestRows {
        let reader = try TruthReader(candidate.metadata, weight: weight, positive: positive)
        let answers = try ModelAnswers(candidate, to: reader.empty, schema: output(schema))
        let reference = try baseline.map { try ModelAnswers($0, to: reader.empty) }
        var truth = reader.empty
        var columns = Table()
        var sample = Table()
        var problem: (any Failure)?
        let summary = try TableBatches.read(
            sources, schema: schema, columns: wanted, progress: progress,
            transform: { table, place in
                try batch(table, place, reader, answers, reference)
            },
            collect: { batch in
                if sample.rowCount == 0 { sample = batch.table.prefix(Self.sampleSize) }
                truth.append(batch.truth)
                let extra = batch.table.selecting(columns: kept)
                if columns.rowCount == 0 { columns = extra } else { columns.append(extra) }
                try answers.take(batch.candidate, batch.table)
                switch batch.baseline {
                case .success(let scores) where problem == nil:
                    do {
                        try reference?.take(scores, batch.table)
                    } catch let failure as any Failure where failure.exitStatus == .dataFormat {
                        problem = failure
                    }
                case .success: break
                case .failure(let refusal): problem = problem ?? refusal.failure
                }
            })
        guard truth.rowCount > 0 else { throw EvaluationError.noRows(data: name) }
        var rows = TestRows(
            candidate: try answers.finish(truth), baseline: nil, columns: columns,
            summary: summary)
        if problem == nil {
            do { rows.baseline = try reference?.finish(truth) } catch let failure as any Failure {
                problem = failure
            }
        }
        rows.baselineProblem = problem
        rows.sample = sample
        rows.outputChecks = answers.outputChecks
        return rows
    }

    /// What must hold of the answers.
    private func output(_ schema: TableSchema) -> OutputSchema {
        let metadata = candidate.metadata
        return OutputSchema(
            labels: metadata.labels, task: metadata.task, target: schema[metadata.target])
    }

    /// What is read of the data.
    private var wanted: Set<String> {
        let models = [candidate.metadata] + (baseline.map { [$0.metadata] } ?? [])
        return kept.union(models.flatMap { $0.inputs.map(\.name) })
            .union([candidate.metadata.target]).union(weight.map { [$0] } ?? [])
    }

    /// A model takes a column that is not there for one without values: in test data its name is
    /// more likely to have changed.
    private static func require(_ model: any Predictor, in table: Table) throws(ModelError) {
        for feature in model.metadata.inputs where table[feature.name] == nil {
            throw .missingFeature(name: feature.name)
        }
    }

    private func batch(
        _ table: Table, _ place: TableBatches.Place, _ reader: TruthReader,
        _ answers: ModelAnswers, _ reference: ModelAnswers?
    ) throws -> Batch {
        try Self.require(candidate, in: table)
        let (rows, truth) = try reader.truth(of: table, place)
        let table = rows.count == table.rowCount ? table : table.selecting(rows: rows)
        let scores = try answers.answer(table)
        var baseline = Result<ModelAnswers.Answer?, AnyRefusal>.success(nil)
        do {
            if let other = self.baseline { try Self.require(other, in: table) }
            baseline = .success(try reference?.answer(table))
        } catch let failure as any Failure where failure.exitStatus == .dataFormat {
            baseline = .failure(AnyRefusal(failure: failure))
        }
        return Batch(table: table, truth: truth, candidate: scores, baseline: baseline)
    }
}
