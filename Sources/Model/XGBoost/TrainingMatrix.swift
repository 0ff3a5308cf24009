/// The rows that a model is trained on or explained by, in XGBoost's memory.
package final class TrainingMatrix {
    let library: XGBoostLibrary
    let handle: XGBoostLibrary.Handle

    /// Copies a matrix and its labels into XGBoost.
    ///
    /// - Parameters:
    ///   - labels: one a row: the class, or the value of a regression; nil to explain.
    ///   - weights: one a row, or nil.
    package init(
        _ matrix: FeatureMatrix,
        features: [Feature],
        labels: [Float]?,
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
        if let labels { try set("label", labels) }
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
func arrayInterface(
    _ values: UnsafeBufferPointer<Float>,
    rows: Int,
    columns: Int
) -> String {
    let address = UInt(bitPattern: values.baseAddress)
    return
        #"{"data":[\#(address),true],"shape":[\#(rows),\#(columns)],"typestr":"<f4","version":3}"#
}
