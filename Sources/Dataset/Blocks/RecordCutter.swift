/// Cuts a block of delimited text into records and cells.
struct RecordCutter {
    let dialect: Dialect

    /// - Throws: `DatasetError`, by the block's `firstLine`, so that must be known.
    func cut(_ block: TableBlock, columns: Int, rows: Int) throws(RecordFault) {
        block.prepare(rows: rows, columns: columns)
        if dialect.isPlain {
            var cutter = PlainCutter(block, dialect)
            try cutter.cut()
        } else {
            try cutAny(block)
        }
    }

    private func cutAny(_ block: TableBlock) throws(RecordFault) {
        var parser = RecordParser(
            dialect: dialect,
            base: block.base,
            limit: block.end,
            tail: block.tail
        )
        var at = block.start
        var cells: [Cell] = []
        while at < block.end {
            if parser.isComment(at) {
                at = parser.skipComment(at).end
                continue
            }
            cells.removeAll(keepingCapacity: true)
            let record = try parser.parse(from: at, into: &cells)
            if record.textEnd == at {
                block.blankLines.append(at)
            } else {
                for (column, cell) in cells.prefix(block.columnCount).enumerated() {
                    block.column(column)[block.rowCount] = cell
                }
                let hasText = cells.contains { $0.count > 0 }
                block.finishRow(at, record.textEnd, cells: cells.count, isEmpty: !hasText)
            }
            at = record.end
        }
        block.tail = parser.tail
        block.lineCount = LineEnds.count(
            UnsafeBufferPointer(start: block.base + block.start, count: block.end - block.start)
        )
    }
}

extension TableBlock {
    /// Ends a row whose cells are in their places.
    ///
    /// - Parameter cells: how many there were; it can be more than there are columns, or fewer.
    @inline(__always)
    func finishRow(_ start: Int, _ end: Int, cells: Int, isEmpty: Bool) {
        let row = rowCount
        rowStarts.base[row] = UInt32(truncatingIfNeeded: start)
        rowEnds.base[row] = UInt32(truncatingIfNeeded: end)
        if cells != columnCount { addRagged(row, cells) }
        // One empty cell is a row of a table with one column if it is written in quotes.
        if isEmpty, cells > 1 { blankRows.append(row) }
        rowCount = row &+ 1
    }

    private func addRagged(_ row: Int, _ cells: Int) {
        ragged.append((row, cells))
        for column in min(cells, columnCount)..<columnCount { self.column(column)[row] = .absent }
    }
}
