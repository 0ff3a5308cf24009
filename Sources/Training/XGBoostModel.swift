package import Dataset
import Model
import RunDocument
package import SystemPackage

/// A model file that a training program wrote without saying what goes in and what comes out.
package enum XGBoostModel {
    /// Writes the `MLmodel` file and the example beside a model file, from the schema: features
    /// in its order, categories in the order of its enums.
    package static func describe(
        file: String,
        in directory: FilePath,
        schema: TableSchema,
        table: Table,
        runID: String,
        createdAt: String
    ) throws {
        let target = try TrainingTarget(schema, in: table, continuing: nil)
        let features = try FeatureSelection.features(schema, in: table)
        let metadata = ModelMetadata(
            format: "xgboost",
            task: target.task,
            target: target.name,
            labels: target.labels,
            inputs: features,
            dataFile: file,
            libraryVersion: try XGBoostLibrary.shared().version,
            runID: runID,
            createdAt: createdAt
        )
        // A file that is no model fails here, not in the next stage.
        _ = try Booster(loading: directory.appending(file))
        try ModelDirectory.writeMetadata(metadata, to: directory)
        try InputExample.write(features, from: table, to: directory)
    }
}
