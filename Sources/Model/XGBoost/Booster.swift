package import SystemPackage

/// A gradient-boosted model in XGBoost's memory.
///
/// `@unchecked` because a handle is a pointer: XGBoost documents that prediction in place is safe
/// from many threads, and training needs exclusive access, which `consuming` callers have.
package final class Booster: @unchecked Sendable {
    private let library: XGBoostLibrary
    private let handle: XGBoostLibrary.Handle

    /// An empty model, to be trained on `matrix`.
    package init(trainingOn matrix: TrainingMatrix) throws(ModelError) {
        library = matrix.library
        handle = try Self.create(library, matrices: [matrix.handle])
    }

    /// Reads a model file that this library, or an older one, wrote.
    package init(loading path: FilePath) throws(ModelError) {
        library = try XGBoostLibrary.shared()
        handle = try Self.create(library, matrices: [])
        do {
            try library.check(library.loadModel(handle, path.string), "load '\(path)'")
        } catch {
            guard case .libraryFailed(_, let message) = error else { throw error }
            throw .notAModel(path: path.string, reason: message)
        }
    }

    deinit { _ = library.freeBooster(handle) }

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
            #"{"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"#
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
}

/// The rows that a model is trained on, in XGBoost's memory.
package final class TrainingMatrix {
    let library: XGBoostLibrary
    let handle: XGBoostLibrary.Handle

    /// Copies a matrix and its labels into XGBoost.
    ///
    /// - Parameters:
    ///   - labels: one a row: the class, or the value of a regression.
    ///   - weights: one a row, or nil.
    package init(
        _ matrix: FeatureMatrix,
        features: [Feature],
        labels: [Float],
        weights: [Float]?,
        threads: Int
    ) throws(ModelError) {
        let library = try XGBoostLibrary.shared()
        var created: XGBoostLibrary.Handle?
        let options = #"{"missing":NaN,"nthread":\#(threads)}"#
        let code = matrix.values.withUnsafeBufferPointer { values in
            library.createMatrixFromDense(
                arrayInterface(values, rows: matrix.rowCount, columns: matrix.columnCount),
                options,
                &created
            )
        }
        try library.check(code, "take the data")
        guard let created else {
            throw .libraryFailed(operation: "take the data", message: "no handle")
        }
        self.library = library
        handle = created
        try set("label", labels)
        if let weights { try set("weight", weights) }
        try setFeatures(features)
    }

    deinit { _ = library.freeMatrix(handle) }

    private func set(_ field: String, _ values: [Float]) throws(ModelError) {
        try library.check(
            library.setFloatInfo(handle, field, values, UInt64(values.count)),
            "take the \(field)s"
        )
    }

    private func setFeatures(_ features: [Feature]) throws(ModelError) {
        let types = features.map { feature in
            switch feature.kind {
            case .numeric(isInteger: true): "int"
            case .numeric(isInteger: false): "float"
            case .boolean: "i"
            case .categorical: "c"
            }
        }
        try set("feature_type", types)
        // XGBoost refuses these characters, which mean something in its text dumps.
        try set("feature_name", features.map { $0.name.replacing(/[\[\]<]/, with: "_") })
    }

    private func set(_ field: String, _ texts: [String]) throws(ModelError) {
        // One buffer with a terminator after each text, and pointers into it.
        let characters = texts.flatMap { Array($0.utf8CString) }
        let code = characters.withUnsafeBufferPointer { buffer in
            var pointers: [UnsafePointer<CChar>?] = []
            var offset = 0
            for text in texts {
                pointers.append(buffer.baseAddress.map { $0 + offset })
                offset += text.utf8.count + 1
            }
            return library.setFeatureInfo(handle, field, &pointers, UInt64(pointers.count))
        }
        try library.check(code, "take the \(field)s")
    }
}

/// NumPy's array interface, by which XGBoost takes memory that is not its own.
private func arrayInterface(
    _ values: UnsafeBufferPointer<Float>,
    rows: Int,
    columns: Int
) -> String {
    let address = UInt(bitPattern: values.baseAddress)
    return
        #"{"data":[\#(address),true],"shape":[\#(rows),\#(columns)],"typestr":"<f4","version":3}"#
}
