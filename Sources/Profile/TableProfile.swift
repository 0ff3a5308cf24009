/// What one pass over a table learns of it.
package struct TableProfile: Sendable {
    package var rows: Int
    /// In the order of the header.
    package var columns: [ColumnProfile]
    package var parameters = ProfileParameters(columns: 0)
    /// Some of the different rows, chosen by their hashes.
    package var sample = RowSample()
    var rowHashes = HyperLogLog()

    /// Rows that differ from all before them.
    package var distinctRows: Estimate {
        guard !sample.isComplete else {
            return Estimate(value: Double(sample.rows.count), standardError: 0)
        }
        let value = min(Double(rows), rowHashes.estimate)
        return Estimate(
            value: value, standardError: value * HyperLogLog.relativeStandardError)
    }

    package subscript(name: String) -> ColumnProfile? { columns.first { $0.name == name } }
}
