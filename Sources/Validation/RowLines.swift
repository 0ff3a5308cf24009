import Dataset

/// Tells where rows are whose blocks are gone, in bounded memory.
///
/// Where each row has a line of its own, as in most tables, all rows of a file are one stretch.
struct RowLines {
    /// Rows whose lines follow each other.
    private struct Stretch {
        let file: String
        let firstRow: Int
        let firstLine: Int
        var rows: Int
    }

    private static let limit = 4096

    private var stretches: [Stretch] = []
    private var rows = 0

    /// Adds the next block.
    mutating func add(_ block: TableBlock) {
        guard block.rowCount > 0 else { return }
        if block.isLineByLine {
            add(block.rowCount, line: block.line(ofRow: 0), block.source.name)
        } else {
            for line in block.rowLines { add(1, line: line, block.source.name) }
        }
    }

    private mutating func add(_ count: Int, line: Int, _ file: String) {
        if let last = stretches.last, last.firstLine + last.rows == line,
            last.firstRow + last.rows == rows, last.file == file
        {
            stretches[stretches.count - 1].rows += count
        } else if stretches.count < Self.limit {
            stretches.append(
                Stretch(file: file, firstRow: rows, firstLine: line, rows: count))
        }
        rows += count
    }

    /// Nil if it is not known.
    ///
    /// - Parameter row: its number in all blocks.
    func position(ofRow row: Int) -> Position? {
        guard let stretch = stretches.last(where: { $0.firstRow <= row }),
            row < stretch.firstRow + stretch.rows
        else { return nil }
        return Position(file: stretch.file, line: stretch.firstLine + row - stretch.firstRow)
    }
}
