import CByteMasks

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
    /// Works on local copies, which can stay in registers.
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
        /// The text of the current cell, if it was in quotes that have been closed.
        var quoted = Cell.absent
        /// The quotes around nothing in the row so far.
        var emptyQuotes = 0
        /// Where the quote is that the current cell opens with; -1 if it is not in quotes.
        var opening = -1
        /// The second of two quotes in a quoted cell, which stand for one.
        var doubled = -1
        var hasEscapes = false

        while position < end {
            var bits = mlx_find_bytes(
                base + position, delimiter, LineEnds.lineFeed, LineEnds.carriageReturn, quote
            ).structural
            if position + 64 > end { bits &= (1 << UInt64(end - position)) &- 1 }
            while bits != 0 {
                let at = position &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                let byte = base[at]
                if opening >= 0 {
                    guard byte == quote else {
                        lines &+= Self.endsLine(base, at) ? 1 : 0
                        continue
                    }
                    if at == doubled { continue }
                    let after = at &+ 1
                    if after < end {
                        let next = base[after]
                        if next == quote {
                            doubled = after
                            hasEscapes = true
                            continue
                        }
                        guard LineEnds.contains(next) || hasDelimiter && next == delimiter
                        else { throw .textAfterQuote(after) }
                    }
                    quoted =
                        hasEscapes
                        ? Self.unescaped(base, opening &+ 1, at, quote, &tail)
                        : Self.cell(opening &+ 1, at)
                    emptyQuotes &+= quoted.count == 0 ? 2 : 0
                    opening = -1
                } else if hasDelimiter, byte == delimiter {
                    if column < columns {
                        cells[column &* stride &+ row] =
                            quoted.isAbsent ? Self.cell(cellStart, at) : quoted
                    }
                    quoted = .absent
                    column &+= 1
                    cellStart = at &+ 1
                } else if hasQuote, byte == quote {
                    // A quote inside an unquoted cell is plain text.
                    guard at == cellStart else { continue }
                    opening = at
                    hasEscapes = false
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
                                quoted.isAbsent ? Self.cell(cellStart, at) : quoted
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
        guard opening < 0 else { throw .openQuote(opening) }
        if rowStart < end {
            if column < columns {
                cells[column &* stride &+ row] =
                    quoted.isAbsent ? Self.cell(cellStart, end) : quoted
            }
            finishRow(
                block, rowStart, end, column &+ 1,
                isEmpty: end &- rowStart == column &+ emptyQuotes)
        }
        block.tail = tail
        block.lineCount = lines
    }

    @inline(__always)
    private static func cell(_ start: Int, _ end: Int) -> Cell {
        Cell(
            start: UInt32(truncatingIfNeeded: start),
            count: UInt32(truncatingIfNeeded: end &- start))
    }

    /// Whether a delimiter or a line end in quotes ends a line: half of a CRLF does not.
    @inline(__always)
    private static func endsLine(_ base: UnsafeMutablePointer<UInt8>, _ at: Int) -> Bool {
        base[at] == LineEnds.carriageReturn
            || base[at] == LineEnds.lineFeed && base[at &- 1] != LineEnds.carriageReturn
    }

    /// The text between two quotes, with one quote for each two, behind all other text.
    private static func unescaped(
        _ base: UnsafeMutablePointer<UInt8>,
        _ start: Int,
        _ end: Int,
        _ quote: UInt8,
        _ tail: inout Int
    ) -> Cell {
        let first = tail
        var at = start
        while at < end {
            // Of two quotes the second is copied.
            if base[at] == quote { at += 1 }
            base[tail] = base[at]
            tail += 1
            at += 1
        }
        return Cell(start: UInt32(first), count: UInt32(tail - first))
    }
}
