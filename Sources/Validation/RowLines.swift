import Dataset

/// Tells where rows are whose blocks are gone, in bounded memory.
///
/// Where each row has a line of its own, as in most tables, all blocks of a file are one stretch.
struct RowLines {
    private struct Stretch {
        let file: String
        let firstRow: Int
        let firstLine: Int
        var rows: Int
        /// Whether row follows row line by line.
        let isEven: Bool
    }

    private static let limit = 4096

    private var stretches: [Stretch] = []
    private var rows = 0

    /// Adds the next block.
    mutating func add(_ block: TableBlock) {
        defer { rows += block.rowCount }
        guard block.rowCount > 0 else { return }
        let isEven = block.lineCount == block.rowCount
        if let last = stretches.last, last.isEven, isEven, last.file == block.source.name,
            last.firstLine + last.rows == block.line(ofRow: 0)
        {
            stretches[stretches.count - 1].rows += block.rowCount
        } else if stretches.count < Self.limit {
            stretches.append(
                Stretch(
                    file: block.source.name, firstRow: rows, firstLine: block.line(ofRow: 0),
                    rows: block.rowCount, isEven: isEven))
        }
    }

    /// Nil if it is not known.
    ///
    /// - Parameter row: its number in all blocks.
    func position(ofRow row: Int) -> Position? {
        guard let stretch = stretches.last(where: { $0.firstRow <= row }),
            row < stretch.firstRow + stretch.rows, stretch.isEven || row == stretch.firstRow
        else { return nil }
        return Position(
            file: stretch.file, line: stretch.firstLine + row - stretch.firstRow)
    }
}
