import CByteMasks
import Glibc

/// Cuts a block of delimited text into records and cells.
struct RecordCutter {
    let dialect: Dialect

    /// - Throws: `DatasetError`, by the block's `firstLine`, so that must be known.
    func cut(_ block: TableBlock, columns: Int, rows: Int) throws(RecordFault) {
        block.prepare(rows: rows, columns: columns)
        if dialect.isPlain {
            try cutPlain(block)
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
                finishRow(block, at, record.textEnd, cells.count, isEmpty: !hasText)
            }
            at = record.end
        }
        block.tail = parser.tail
        block.lineCount = LineEnds.count(
            UnsafeBufferPointer(start: block.base + block.start, count: block.end - block.start)
        )
    }

    private func finishRow(
        _ block: TableBlock, _ start: Int, _ end: Int, _ cells: Int, isEmpty: Bool
    ) {
        let row = block.rowCount
        block.rowStarts.base[row] = UInt32(start)
        block.rowEnds.base[row] = UInt32(end)
        if cells != block.columnCount {
            block.ragged.append((row, cells))
            for column in min(cells, block.columnCount)..<block.columnCount {
                block.column(column)[row] = .absent
            }
        }
        // One empty cell is a row of a table with one column if it is written in quotes.
        if isEmpty, cells > 1 { block.blankRows.append(row) }
        block.rowCount += 1
    }
}

extension RecordCutter {
    /// Looks for delimiters, line ends and quotes in 64 bytes at a time.
    ///
    /// Works on local copies: each access to a class's property is checked at run time.
    private func cutPlain(_ block: TableBlock) throws(RecordFault) {
        let base = block.base
        let (end, columns, stride) = (block.end, block.columnCount, block.stride)
        let cells = block.column(0)
        // What the dialect does not have is looked for as a line end once more.
        let delimiter = dialect.delimiter ?? LineEnds.lineFeed
        let quote = dialect.quote ?? LineEnds.lineFeed
        let hasQuote = dialect.quote != nil
        let hasDelimiter = dialect.delimiter != nil
        var tail = block.tail
        var lines = 0
        var cellStart = block.start
        var rowStart = cellStart
        var column = 0
        var row = 0
        var position = cellStart
        /// Where a cell's text ends that was in quotes, and that cell.
        var quoted = Cell.absent
        /// The quotes around nothing in the row so far.
        var emptyQuotes = 0

        scanning: while position < end {
            var bits = mlx_find_bytes(
                base + position, delimiter, LineEnds.lineFeed, LineEnds.carriageReturn, quote
            ).structural
            if position + 64 > end { bits &= (1 << UInt64(end - position)) &- 1 }
            while bits != 0 {
                let at = position &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                let byte = base[at]
                if hasDelimiter, byte == delimiter {
                    if column < columns {
                        cells[column &* stride &+ row] =
                            quoted.isAbsent
                            ? Cell(
                                start: UInt32(truncatingIfNeeded: cellStart),
                                count: UInt32(truncatingIfNeeded: at &- cellStart)) : quoted
                    }
                    quoted = .absent
                    column &+= 1
                    cellStart = at &+ 1
                } else if hasQuote, byte == quote {
                    // A quote inside an unquoted cell is plain text.
                    guard at == cellStart else { continue }
                    let (cell, after, embedded) = try Self.quotedCell(
                        base, at, end, quote, &tail)
                    guard
                        after == end || LineEnds.contains(base[after])
                            || hasDelimiter && base[after] == delimiter
                    else { throw .textAfterQuote(after) }
                    quoted = cell
                    emptyQuotes &+= cell.count == 0 ? 2 : 0
                    lines &+= embedded
                    // The end of the cell is the next thing to be found.
                    position = after
                    continue scanning
                } else {
                    if byte == LineEnds.lineFeed, at == rowStart, at > block.start,
                        base[at &- 1] == LineEnds.carriageReturn
                    {
                        // The other half of a CRLF.
                        cellStart = at &+ 1
                        rowStart = cellStart
                        continue
                    }
                    lines &+= 1
                    if at == rowStart {
                        block.blankLines.append(at)
                    } else {
                        if column < columns {
                            cells[column &* stride &+ row] =
                                quoted.isAbsent
                                ? Cell(
                                    start: UInt32(truncatingIfNeeded: cellStart),
                                    count: UInt32(truncatingIfNeeded: at &- cellStart)) : quoted
                        }
                        quoted = .absent
                        finishRow(
                            block, rowStart, at, column &+ 1,
                            isEmpty: at &- rowStart == column &+ emptyQuotes)
                        row &+= 1
                        (column, emptyQuotes) = (0, 0)
                    }
                    cellStart = at &+ 1
                    rowStart = cellStart
                }
            }
            position &+= 64
        }
        if rowStart < end {
            if column < columns {
                cells[column &* stride &+ row] =
                    quoted.isAbsent
                    ? Cell(
                        start: UInt32(truncatingIfNeeded: cellStart),
                        count: UInt32(truncatingIfNeeded: end &- cellStart)) : quoted
            }
            finishRow(
                block, rowStart, end, column &+ 1,
                isEmpty: end &- rowStart == column &+ emptyQuotes)
        }
        block.tail = tail
        block.lineCount = lines
    }

    /// Reads a cell from its opening quote on.
    ///
    /// - Returns: the cell, the place behind its closing quote, and the line ends in it.
    private static func quotedCell(
        _ base: UnsafeMutablePointer<UInt8>,
        _ opening: Int,
        _ end: Int,
        _ quote: UInt8,
        _ tail: inout Int
    ) throws(RecordFault) -> (Cell, after: Int, lines: Int) {
        var search = opening + 1
        var hasEscapes = false
        while true {
            guard search < end,
                let hit = memchr(base + search, Int32(quote), end - search)
            else { throw .openQuote(opening) }
            let place = hit.assumingMemoryBound(to: UInt8.self) - base
            if place + 1 < end, base[place + 1] == quote {
                hasEscapes = true
                search = place + 2
                continue
            }
            let text = UnsafeBufferPointer(start: base + opening + 1, count: place - opening - 1)
            let lines = LineEnds.count(text)
            guard hasEscapes else {
                let cell = Cell(start: UInt32(opening + 1), count: UInt32(text.count))
                return (cell, place + 1, lines)
            }
            let first = tail
            var at = opening + 1
            while at < place {
                // Of two quotes the second is copied.
                if base[at] == quote { at += 1 }
                base[tail] = base[at]
                tail += 1
                at += 1
            }
            let cell = Cell(start: UInt32(first), count: UInt32(tail - first))
            return (cell, place + 1, lines)
        }
    }
}
