/// The runtimes, by the format of the model.
package enum Predictors {
    package static func load(_ directory: ModelDirectory, threads: Int = 1) throws
        -> any Predictor
    {
        try load(directory, RuntimeOptions(threads: threads))
    }

    /// Loads a model with what the caller knows of it.
    ///
    /// - Throws: `ModelError`, `CommandError`, `StorageError`.
    package static func load(_ directory: ModelDirectory, _ options: RuntimeOptions) throws
        -> any Predictor
    {
        switch directory.runtime {
        case .onnx: try ONNXPredictor(directory, threads: options.threads)
        case .command: try CommandPredictor(directory, options)
        case .xgboost: try xgboost(directory, threads: options.threads)
        }
    }

    /// The native scorer, or libxgboost for the models that it does not know.
    private static func xgboost(_ directory: ModelDirectory, threads: Int) throws
        -> any Predictor
    {
        if let trees = try TreePredictor(directory, threads: threads) { return trees }
        return try XGBoostPredictor(directory, threads: threads)
    }

    /// What explains a model's predictions by its features; nil for a model that is not XGBoost's.
    ///
    /// - Throws: `ModelError.libraryMissing` among others: the native scorer does not explain.
    package static func explainer(
        of directory: ModelDirectory, threads: Int = 1
    ) throws -> XGBoostPredictor? {
        guard directory.runtime == .xgboost else { return nil }
        return try XGBoostPredictor(directory, threads: threads)
    }
}
