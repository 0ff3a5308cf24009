import CByteMasks

/// Cuts a block of a plain dialect: looks for delimiters, line ends and quotes in 64 bytes at a time.
///
/// A value that lives as long as one block is cut, so that its properties can stay in registers.
struct PlainCutter {
    private let block: TableBlock
    private let base: UnsafeMutablePointer<UInt8>
    private let end: Int
    private let columns: Int
    private let stride: Int
    /// -1 for what the dialect does not have, which no byte is.
    private let delimiter: Int
    private let quote: Int

    private var row = 0
    private var column = 0
    private var rowStart: Int
    private var cellStart: Int
    /// Where the current cell goes, if the block has its column.
    private var target: UnsafeMutablePointer<Cell>
    /// Whether the current cell was in quotes that have been closed; it is then in its place.
    private var isWritten = false
    /// Where the quote is that the current cell opens with; -1 if it is not in quotes.
    private var opening = -1
    /// The second of two quotes in a quoted cell, which stand for one.
    private var doubled = -1
    private var hasEscapes = false
    private var tail: Int
    private var lines = 0
    /// The quotes around nothing in the row so far.
    private var emptyQuotes = 0

    /// - Parameter block: prepared for the cells.
    @inline(__always)
    init(_ block: TableBlock, _ dialect: Dialect) {
        self.block = block
        (base, end) = (block.base, block.end)
        (columns, stride) = (block.columnCount, block.stride)
        delimiter = dialect.delimiter.map(Int.init) ?? -1
        quote = dialect.quote.map(Int.init) ?? -1
        (rowStart, cellStart) = (block.start, block.start)
        (target, tail) = (block.column(0), block.tail)
    }

    @inline(__always)
    mutating func cut() throws(RecordFault) {
        // What the dialect does not have is looked for as a line end once more.
        let first = delimiter < 0 ? LineEnds.lineFeed : UInt8(truncatingIfNeeded: delimiter)
        let fourth = quote < 0 ? LineEnds.lineFeed : UInt8(truncatingIfNeeded: quote)
        var position = block.start
        while position < end {
            let masks = mlx_find_bytes(
                base + position, first, LineEnds.lineFeed, LineEnds.carriageReturn, fourth)
            let valid = position &+ 64 > end ? (1 << UInt64(end &- position)) &- 1 : UInt64.max
            var delimiters = delimiter < 0 ? 0 : masks.first & valid
            var others = masks.others & valid
            while others != 0 {
                // All bits below the next other byte.
                let before = (others & (0 &- others)) &- 1
                finishCells(at: delimiters & before, position)
                delimiters &= ~before
                try look(at: position &+ others.trailingZeroBitCount)
                others &= others &- 1
            }
            finishCells(at: delimiters, position)
            position &+= 64
        }
        guard opening < 0 else { throw .openQuote(opening) }
        if rowStart < end { finishRow(end) }
        (block.tail, block.lineCount) = (tail, lines)
    }

    /// Ends cells at delimiters, of which there is one at each bit from `position` on.
    @inline(__always)
    private mutating func finishCells(at delimiters: UInt64, _ position: Int) {
        guard delimiters != 0, opening < 0 else { return }
        var delimiters = delimiters
        if isWritten {
            nextCell(after: position &+ delimiters.trailingZeroBitCount)
            delimiters &= delimiters &- 1
            isWritten = false
        }
        while delimiters != 0 {
            let place = position &+ delimiters.trailingZeroBitCount
            if column < columns { target.pointee = Self.cell(cellStart, place) }
            nextCell(after: place)
            delimiters &= delimiters &- 1
        }
    }

    @inline(__always)
    private mutating func nextCell(after place: Int) {
        column &+= 1
        target += stride
        cellStart = place &+ 1
    }

    /// Looks at a byte that is no delimiter.
    @inline(__always)
    private mutating func look(at place: Int) throws(RecordFault) {
        let byte = Int(base[place])
        if opening >= 0 {
            try lookInQuotes(at: place, byte)
        } else if byte == quote {
            // A quote inside an unquoted cell is plain text.
            if place == cellStart { (opening, hasEscapes) = (place, false) }
        } else {
            finishLine(place)
        }
    }

    @inline(__always)
    private mutating func lookInQuotes(at place: Int, _ byte: Int) throws(RecordFault) {
        guard byte == quote else {
            lines &+= endsLine(place) ? 1 : 0
            return
        }
        if place == doubled { return }
        let after = place &+ 1
        if after < end {
            let next = Int(base[after])
            if next == quote {
                (doubled, hasEscapes) = (after, true)
                return
            }
            guard next == delimiter || LineEnds.contains(base[after]) else {
                throw .textAfterQuote(after)
            }
        }
        let start = opening &+ 1
        let cell = hasEscapes ? unescape(start, place) : Self.cell(start, place)
        if column < columns { target.pointee = cell }
        emptyQuotes &+= cell.count == 0 ? 2 : 0
        (isWritten, opening) = (true, -1)
    }

    /// Whether a line end in quotes ends a line: half of a CRLF does not.
    @inline(__always)
    private func endsLine(_ place: Int) -> Bool {
        base[place] == LineEnds.carriageReturn
            || base[place] == LineEnds.lineFeed && base[place &- 1] != LineEnds.carriageReturn
    }

    @inline(__always)
    private static func cell(_ start: Int, _ end: Int) -> Cell {
        Cell(
            start: UInt32(truncatingIfNeeded: start),
            count: UInt32(truncatingIfNeeded: end &- start))
    }

    @inline(__always)
    private mutating func finishLine(_ place: Int) {
        let isOtherHalf =
            place == rowStart && place > block.start && base[place] == LineEnds.lineFeed
            && base[place &- 1] == LineEnds.carriageReturn
        if !isOtherHalf {
            lines &+= 1
            if place == rowStart { block.blankLines.append(place) } else { finishRow(place) }
        }
        cellStart = place &+ 1
        rowStart = cellStart
    }

    @inline(__always)
    private mutating func finishRow(_ place: Int) {
        if column < columns, !isWritten { target.pointee = Self.cell(cellStart, place) }
        isWritten = false
        block.finishRow(
            rowStart, place, cells: column &+ 1,
            isEmpty: place &- rowStart == column &+ emptyQuotes)
        row &+= 1
        (column, emptyQuotes) = (0, 0)
        target = block.column(0) + row
    }

    /// Puts the text between two quotes, with one quote for each two, behind all other text.
    private mutating func unescape(_ start: Int, _ end: Int) -> Cell {
        let first = tail
        var at = start
        while at < end {
            // Of two quotes the second is copied.
            if Int(base[at]) == quote { at += 1 }
            base[tail] = base[at]
            tail += 1
            at += 1
        }
        return Self.cell(first, tail)
    }
}
