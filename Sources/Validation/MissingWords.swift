import Dataset
import Profile

/// Texts by which people write that there is no value.
struct MissingWords {
    /// Missing only in a column whose other values are no texts.
    static let amongNumbers = ["-", "--", ".", "?", "None", "none"]

    /// Missing wherever they stand.
    private let sure = LabelPool(ColumnReading.usualMissing)
    private let likely = LabelPool(Self.amongNumbers)

    func isSure(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        cell.count <= 4 && sure.contains(cell)
    }

    func isLikely(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        cell.count <= 4 && likely.contains(cell)
    }
}
