package import SystemPackage

/// A gradient-boosted model in XGBoost's memory.
///
/// `@unchecked` because a handle is a pointer: XGBoost documents that prediction in place is safe
/// from many threads, and training needs exclusive access, which `consuming` callers have.
package final class Booster: @unchecked Sendable {
    private let library: XGBoostLibrary
    private let handle: XGBoostLibrary.Handle
    /// The rounds that count, from the first on; 0 for all.
    private let rounds: Int

    /// An empty model, to be trained on `matrix`.
    package init(trainingOn matrix: TrainingMatrix) throws(ModelError) {
        library = matrix.library
        rounds = 0
        handle = try Self.create(library, matrices: [matrix.handle])
    }

    /// Reads a model file that this library, or an older one, wrote.
    ///
    /// Its structure is checked first: the library itself trusts what it reads.
    ///
    /// - Parameter usesBestRound: to leave out the rounds behind the best one.
    /// - Throws: `ModelError`, `StorageError`.
    package init(loading path: FilePath, usesBestRound: Bool = false) throws {
        rounds = try Self.roundsAfterCheck(path, usesBestRound: usesBestRound)
        library = try XGBoostLibrary.shared()
        handle = try Self.create(library, matrices: [])
        do {
            try library.check(library.loadModel(handle, path.string), "load '\(path)'")
        } catch ModelError.libraryFailed(_, let message) {
            throw ModelError.notAModel(path: path.string, reason: message)
        }
    }

    deinit { _ = library.freeBooster(handle) }

    private static func roundsAfterCheck(
        _ path: FilePath, usesBestRound: Bool
    ) throws -> Int {
        let file = try BoosterFile(path)
        try TreeEnsembleBuilder.check(file)
        guard usesBestRound, let rounds = try file.roundsToBest() else { return 0 }
        return rounds
    }

    private static func create(
        _ library: XGBoostLibrary,
        matrices: [XGBoostLibrary.Handle?]
    ) throws(ModelError) -> XGBoostLibrary.Handle {
        var handle: XGBoostLibrary.Handle?
        try library.check(
            library.createBooster(matrices, UInt64(matrices.count), &handle),
            "create a model"
        )
        guard let handle else {
            throw .libraryFailed(operation: "create a model", message: "no handle")
        }
        return handle
    }

    package func set(_ parameter: String, _ value: String) throws(ModelError) {
        try library.check(
            library.setParameter(handle, parameter, value),
            "set '\(parameter)' to '\(value)'"
        )
    }

    package func boostedRounds() throws(ModelError) -> Int {
        var rounds: Int32 = 0
        try library.check(library.boostedRounds(handle, &rounds), "count its rounds")
        return Int(rounds)
    }

    /// Lets the rounds behind the best one count again, as must those that are still to come.
    package func forgetBestRound() throws(ModelError) {
        try library.check(
            library.setAttribute(handle, "best_iteration", nil), "forget its best round")
    }

    /// Adds one round of boosting.
    package func update(round: Int, on matrix: TrainingMatrix) throws(ModelError) {
        try library.check(library.update(handle, Int32(round), matrix.handle), "train")
    }

    /// Writes the model; the suffix of the path, `.ubj` or `.json`, chooses the format.
    package func save(to path: FilePath) throws(ModelError) {
        try library.check(library.saveModel(handle, path.string), "write '\(path)'")
    }

    /// Scores rows without copying them.
    ///
    /// - Parameter values: `rows` × `columns`, row by row, NaN where missing.
    /// - Returns: row by row, one value each, or one per class.
    package func predict(
        _ values: UnsafeBufferPointer<Float>,
        rows: Int,
        columns: Int
    ) throws(ModelError) -> [Float] {
        let options =
            #"{"type":0,"training":false,"iteration_begin":0,"iteration_end":\#(rounds),"#
            + #""strict_shape":false,"missing":NaN,"cache_id":0}"#
        var shape: UnsafePointer<UInt64>?
        var dimensions: UInt64 = 0
        var result: UnsafePointer<Float>?
        let code = library.predictFromDense(
            handle,
            arrayInterface(values, rows: rows, columns: columns),
            options,
            nil,
            &shape,
            &dimensions,
            &result
        )
        try library.check(code, "predict")
        // The result lives in the library until this thread's next prediction.
        let sizes = UnsafeBufferPointer(start: shape, count: Int(dimensions))
        return Array(UnsafeBufferPointer(start: result, count: Int(sizes.reduce(1, *))))
    }

    /// What each feature adds to the sum of the trees, as SHAP values.
    ///
    /// - Returns: row by row and output by output, one value a feature and the bias behind them.
    package func contributions(_ matrix: TrainingMatrix) throws(ModelError) -> [Float] {
        let options =
            #"{"type":2,"training":false,"iteration_begin":0,"iteration_end":\#(rounds),"#
            + #""strict_shape":true}"#
        var shape: UnsafePointer<UInt64>?
        var dimensions: UInt64 = 0
        var result: UnsafePointer<Float>?
        let code = library.predictFromMatrix(
            handle, matrix.handle, options, &shape, &dimensions, &result)
        try library.check(code, "explain")
        let sizes = UnsafeBufferPointer(start: shape, count: Int(dimensions))
        return Array(UnsafeBufferPointer(start: result, count: Int(sizes.reduce(1, *))))
    }
}
