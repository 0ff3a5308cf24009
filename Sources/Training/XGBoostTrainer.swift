package import Dataset
import FileStorage
package import Model
package import RunDocument
package import SystemPackage

/// What a training has to say of itself.
package struct TrainingResult: Sendable {
    package let metadata: ModelMetadata
    /// Rows that the model was trained on.
    package let rowCount: Int
    /// Rows without a target, which were left out.
    package let droppedRowCount: Int
    /// Rounds of boosting in the whole model, those of the base model included.
    package let rounds: Int
    package let libraryVersion: String
    package let threads: Int
}

/// The built-in trainer: gradient-boosted trees by libxgboost.
package struct XGBoostTrainer: Sendable {
    package let parameters: XGBoostParameters
    package let seed: Int
    /// When the training must have ended; nil for never.
    package var deadline: ContinuousClock.Instant?
    /// Called after each round with the number of rounds done and of those to do.
    package var onRound: (@Sendable (Int, Int) -> Void)?

    package init(parameters: JSONObject, seed: Int) throws(TrainingError) {
        self.parameters = try XGBoostParameters(parameters)
        self.seed = seed
    }

    /// Trains on a table and writes a model directory.
    ///
    /// The same table, parameters, seed, base and library give the same `model.ubj`.
    ///
    /// - Parameters:
    ///   - base: the model that rounds are added to; nil to train from scratch.
    ///   - directory: an empty directory.
    /// - Throws: `TrainingError`, `ModelError`, `StorageError`, `CancellationError`.
    package func train(
        _ table: Table,
        schema: TableSchema,
        base: ModelDirectory?,
        into directory: FilePath,
        runID: String,
        createdAt: String
    ) throws -> TrainingResult {
        let target = try TrainingTarget(schema, in: table, continuing: base?.metadata)
        let features =
            try base.map { base throws(TrainingError) in
                try FeatureSelection.features(schema, in: table, continuing: base.metadata)
            } ?? FeatureSelection.features(schema, in: table)
        let rows =
            target.rows.count == table.rowCount ? table : table.selecting(rows: target.rows)
        let threads = Threads.forTraining(cells: rows.rowCount * features.count)
        let matrix = try TrainingMatrix(
            FeatureMatrix(rows, features: features),
            features: features,
            labels: target.values,
            weights: Self.weights(schema, in: rows),
            threads: threads
        )

        let booster = try boost(matrix, target: target, base: base, threads: threads)
        try booster.save(to: directory.appending("model.ubj"))

        let library = try XGBoostLibrary.shared()
        let metadata = ModelMetadata(
            format: "xgboost",
            task: target.task,
            target: target.name,
            labels: target.labels,
            inputs: features,
            dataFile: "model.ubj",
            libraryVersion: library.version,
            runID: runID,
            createdAt: createdAt
        )
        try ModelDirectory.writeMetadata(metadata, to: directory)
        try InputExample.write(features, from: rows, to: directory)
        return TrainingResult(
            metadata: metadata,
            rowCount: rows.rowCount,
            droppedRowCount: table.rowCount - rows.rowCount,
            rounds: try booster.boostedRounds(),
            libraryVersion: library.version,
            threads: threads
        )
    }

    private func boost(
        _ matrix: TrainingMatrix,
        target: TrainingTarget,
        base: ModelDirectory?,
        threads: Int
    ) throws -> Booster {
        let booster: Booster
        var done = 0
        if let base {
            booster = try Booster(loading: base.dataFile)
            try booster.forgetBestRound()
            done = try booster.boostedRounds()
        } else {
            booster = try Booster(trainingOn: matrix)
        }
        try configure(booster, target: target, threads: threads)
        for round in 0..<parameters.rounds {
            if Task.isCancelled { throw CancellationError() }
            if let deadline, ContinuousClock.now > deadline {
                throw TrainingError.timedOut(rounds: round, of: parameters.rounds)
            }
            try update(booster, round: done + round, on: matrix, isFirst: round == 0)
            onRound?(round + 1, parameters.rounds)
        }
        return booster
    }

    /// One round; in the first one XGBoost looks at its parameters.
    private func update(
        _ booster: Booster, round: Int, on matrix: TrainingMatrix, isFirst: Bool
    ) throws {
        do {
            try booster.update(round: round, on: matrix)
        } catch {
            guard isFirst, case .libraryFailed(_, let message) = error else { throw error }
            throw TrainingError.refusedParameters(reason: message)
        }
    }

    private func configure(
        _ booster: Booster,
        target: TrainingTarget,
        threads: Int
    ) throws(ModelError) {
        var values = ["tree_method": "hist", "verbosity": "0", "nthread": "\(threads)"]
        switch target.task {
        case .binary: values["objective"] = "binary:logistic"
        case .multiclass:
            values["objective"] = "multi:softprob"
            values["num_class"] = "\(target.labels.count)"
        case .regression: values["objective"] = "reg:squarederror"
        }
        values.merge(parameters.values) { _, given in given }
        values["seed"] = "\(seed)"
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            try booster.set(name, value)
        }
    }

    private static func weights(_ schema: TableSchema, in table: Table) -> [Float]? {
        guard let field = schema.fields.first(where: { $0.role == .weight }),
            case .numeric(let numbers) = table[field.name]?.values
        else { return nil }
        return numbers.map { $0.isNaN ? 0 : Float($0) }
    }
}
