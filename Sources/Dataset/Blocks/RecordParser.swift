/// A record that breaks the rules of quotes, with the place of the byte that does.
enum RecordFault: Error {
    case textAfterQuote(Int)
    case openQuote(Int)
}

/// Reads records byte by byte, in any dialect.
///
/// It defines what a record is; `RecordCutter` reads plain dialects the same way, and faster.
struct RecordParser {
    struct Record {
        /// Behind the last cell, before the line end.
        var textEnd = 0
        /// Behind the line end.
        var end = 0
        /// Whether there is a line end.
        var isEnded = false
    }

    let dialect: Dialect
    let base: UnsafeMutablePointer<UInt8>
    /// Where the text ends.
    let limit: Int
    /// Where unescaped text goes next.
    var tail: Int

    /// Whether a record that starts here is a comment.
    func isComment(_ at: Int) -> Bool { at < limit && base[at] == dialect.comment }

    /// The end of the line that a comment is.
    func skipComment(_ start: Int) -> Record {
        var at = start
        while at < limit, !LineEnds.contains(base[at]) { at += 1 }
        return ended(at)
    }

    /// Reads a record and adds its cells.
    mutating func parse(from start: Int, into cells: inout [Cell]) throws(RecordFault) -> Record {
        var at = start
        while true {
            if dialect.skipsInitialSpace {
                while at < limit, base[at] == UInt8(ascii: " ") { at += 1 }
            }
            if at < limit, base[at] == dialect.quote {
                cells.append(try parseQuoted(&at))
            } else {
                cells.append(parseUnquoted(&at))
            }
            guard at < limit, base[at] == dialect.delimiter else { return ended(at) }
            at += 1
        }
    }

    private func ended(_ at: Int) -> Record {
        guard at < limit else { return Record(textEnd: at, end: at) }
        let isPair =
            base[at] == LineEnds.carriageReturn && at + 1 < limit
            && base[at + 1] == LineEnds.lineFeed
        return Record(textEnd: at, end: at + (isPair ? 2 : 1), isEnded: true)
    }

    private mutating func parseUnquoted(_ at: inout Int) -> Cell {
        let start = at
        var hasEscapes = false
        while at < limit, base[at] != dialect.delimiter, !LineEnds.contains(base[at]) {
            if base[at] == dialect.escape, at + 1 < limit {
                hasEscapes = true
                at += 1
            }
            at += 1
        }
        return cell(start, at, hasEscapes: hasEscapes)
    }

    private mutating func parseQuoted(_ at: inout Int) throws(RecordFault) -> Cell {
        let opening = at
        var hasEscapes = false
        at += 1
        while true {
            guard at < limit else { throw .openQuote(opening) }
            if base[at] == dialect.escape, at + 1 < limit {
                hasEscapes = true
                at += 2
            } else if base[at] != dialect.quote {
                at += 1
            } else if dialect.doublesQuotes, at + 1 < limit, base[at + 1] == dialect.quote {
                hasEscapes = true
                at += 2
            } else {
                break
            }
        }
        let cell = cell(opening + 1, at, hasEscapes: hasEscapes)
        at += 1
        if at < limit, base[at] != dialect.delimiter, !LineEnds.contains(base[at]) {
            throw .textAfterQuote(at)
        }
        return cell
    }

    private mutating func cell(_ start: Int, _ end: Int, hasEscapes: Bool) -> Cell {
        guard hasEscapes else { return Cell(start: UInt32(start), count: UInt32(end - start)) }
        let first = tail
        var at = start
        while at < end {
            let isEscape = base[at] == dialect.escape
            let isDoubled =
                dialect.doublesQuotes && base[at] == dialect.quote && at + 1 < end
                && base[at + 1] == dialect.quote
            if at + 1 < end, isEscape || isDoubled { at += 1 }
            base[tail] = base[at]
            tail += 1
            at += 1
        }
        return Cell(start: UInt32(first), count: UInt32(tail - first))
    }
}
