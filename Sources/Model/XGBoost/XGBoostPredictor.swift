package import Dataset
import SystemPackage

/// Scores with libxgboost, in process.
package struct XGBoostPredictor: Predictor {
    package let metadata: ModelMetadata
    private let booster: Booster

    package init(_ directory: ModelDirectory, threads: Int) throws(ModelError) {
        metadata = directory.metadata
        let library = try XGBoostLibrary.shared()
        guard !LibraryVersion.isNewer(metadata.libraryVersion, than: library.version) else {
            throw .newerThanLibrary(
                path: directory.path.string,
                model: metadata.libraryVersion,
                library: library.version
            )
        }
        booster = try Booster(loading: directory.dataFile)
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
}
