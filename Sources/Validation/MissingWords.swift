import Dataset

/// Texts by which people write that there is no value.
struct MissingWords {
    /// Missing wherever they stand: what pandas reads so, but for `None`, which is a word.
    static let anywhere = [
        "", "#N/A", "<NA>", "N/A", "n/a", "NA", "NaN", "nan", "NULL", "null",
    ]
    /// Missing only in a column whose other values are no texts.
    static let amongNumbers = ["-", "--", ".", "?", "None", "none"]

    private let sure = LabelPool(Self.anywhere)
    private let likely = LabelPool(Self.amongNumbers)

    func isSure(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        cell.count <= 4 && sure.contains(cell)
    }

    func isLikely(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        cell.count <= 4 && likely.contains(cell)
    }
}
