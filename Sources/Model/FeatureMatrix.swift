package import Dataset

/// The features of a table as XGBoost takes them: 32-bit numbers row by row, NaN where missing.
package struct FeatureMatrix: Sendable {
    package let rowCount: Int
    package let columnCount: Int
    package let values: [Float]

    /// Encodes the columns that `features` name.
    ///
    /// A category that the model has not seen counts as missing.
    package init(_ table: Table, features: [Feature]) throws(ModelError) {
        let columns = try FeatureColumns(table, features: features)
        rowCount = table.rowCount
        columnCount = features.count
        var values = [Float](repeating: .nan, count: table.rowCount * features.count)
        do {
            let width = features.count
            try values.withUnsafeMutableBufferPointer { buffer throws(ModelError) in
                // A few rows at a time, so that what is written column by column stays in cache.
                for start in stride(from: 0, to: table.rowCount, by: 256) {
                    let end = Swift.min(start + 256, table.rowCount)
                    let block = UnsafeMutableBufferPointer(
                        rebasing: buffer[start * width..<end * width])
                    try columns.encode(start..<end, into: block)
                }
            }
        }
        self.values = values
    }
}
