package import Dataset
import SystemPackage

/// Scores with libxgboost, in process.
package struct XGBoostPredictor: Predictor {
    package let metadata: ModelMetadata
    private let booster: Booster
    private let threads: Int

    package init(_ directory: ModelDirectory, threads: Int) throws {
        metadata = directory.metadata
        self.threads = threads
        let library = try XGBoostLibrary.shared()
        guard !LibraryVersion.isNewer(metadata.libraryVersion, than: library.version) else {
            throw ModelError.newerThanLibrary(
                path: directory.path.string,
                model: metadata.libraryVersion,
                library: library.version
            )
        }
        booster = try Booster(
            loading: directory.dataFile, usesBestRound: metadata.usesBestRound)
        try booster.set("nthread", "\(threads)")
    }

    package func predict(_ table: Table) throws -> Predictions {
        let matrix = try FeatureMatrix(table, features: metadata.inputs)
        guard matrix.rowCount > 0 else {
            return Predictions(rowCount: 0, labels: metadata.labels, scores: [])
        }
        let raw = try matrix.values.withUnsafeBufferPointer { values throws(ModelError) in
            try booster.predict(values, rows: matrix.rowCount, columns: matrix.columnCount)
        }
        let scores =
            metadata.task == .binary
            ? raw.flatMap { [1 - Double($0), Double($0)] } : raw.map(Double.init)
        let expected = matrix.rowCount * max(1, metadata.labels.count)
        guard scores.count == expected else {
            throw ModelError.notAModel(
                path: metadata.dataFile,
                reason: "it gave \(scores.count) scores where \(expected) belong"
            )
        }
        return Predictions(rowCount: matrix.rowCount, labels: metadata.labels, scores: scores)
    }

    /// What each feature adds to each row's outputs, before their transformation to probabilities:
    /// SHAP values, of which those of a row add up to its margin.
    ///
    /// Takes about a millisecond a row: explain a sample.
    ///
    /// - Returns: row by row and output by output (one, or one a class), a value for each of the
    ///   model's features and the bias behind them.
    package func contributions(_ table: Table) throws -> [Double] {
        guard table.rowCount > 0 else { return [] }
        let matrix = try TrainingMatrix(
            FeatureMatrix(table, features: metadata.inputs), features: metadata.inputs,
            labels: nil, weights: nil, threads: threads)
        return try booster.contributions(matrix).map(Double.init)
    }
}
