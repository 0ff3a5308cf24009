import CByteMasks
import Glibc

/// Finds where whole records end, so that a text can be read in parts.
///
/// A line end in quotes ends no record; whether a place is in quotes depends on all that stands
/// before it. So parts are cut one after the other, each from where a record is known to start.
enum RecordBoundary {
    /// Behind the last record that ends in these bytes, which start with a record.
    ///
    /// - Parameter isWhole: whether the text ends with them.
    /// - Returns: nil if no record ends.
    static func last(in bytes: UnsafeMutableBufferPointer<UInt8>, _ dialect: Dialect, isWhole: Bool)
        -> Int?
    {
        guard dialect.isPlain else {
            return RecordWalk(bytes, dialect, isWhole: isWhole, limit: .max).end
        }
        let text = UnsafeBufferPointer(bytes)
        guard let quote = dialect.quote, find(quote, in: text, from: 0) != nil else {
            return LineEnds.last(in: text, isWhole: isWhole)
        }
        switch byParity(text, quote, dialect.delimiter ?? quote, isWhole: isWhole) {
        case .end(let end): return end
        case .strayQuote: return betweenQuotes(text, quote, dialect.delimiter, isWhole: isWhole)
        }
    }

    private enum Parity {
        case end(Int?)
        case strayQuote
    }

    /// Takes every other quote for a closing one, which is right unless one stands in a cell that is
    /// not in quotes.
    ///
    /// Two quotes that stand for one close a cell and open it again, which comes to the same.
    private static func byParity(
        _ text: UnsafeBufferPointer<UInt8>, _ quote: UInt8, _ delimiter: UInt8, isWhole: Bool
    ) -> Parity {
        guard let base = text.baseAddress else { return .end(nil) }
        // A CR at the very end may be half of a CRLF.
        let isCut = !isWhole && text[text.count - 1] == LineEnds.carriageReturn
        var last: Int64 = -1
        let hasStray = mlx_last_line_end(
            base, Int64(text.count), quote, delimiter, isCut ? 1 : 0, &last)
        if hasStray != 0 { return .strayQuote }
        return .end(last < 0 ? nil : Int(last) + 1)
    }

    /// Goes from quote to quote; only those that open a cell count.
    private static func betweenQuotes(
        _ text: UnsafeBufferPointer<UInt8>,
        _ quote: UInt8,
        _ delimiter: UInt8?,
        isWhole: Bool
    ) -> Int? {
        var last: Int?
        var outside = 0
        var search = 0
        while true {
            let next = find(quote, in: text, from: search)
            let end = next ?? text.count
            if end > outside {
                let part = UnsafeBufferPointer(rebasing: text[outside..<end])
                let isLast = isWhole && next == nil
                // A CR before a quote is no half of a CRLF.
                if let place = LineEnds.last(in: part, isWhole: isLast || next != nil) {
                    last = outside + place
                }
            }
            guard let opening = next else { return last }
            let isOpening =
                opening == 0 || text[opening - 1] == delimiter
                || LineEnds.contains(text[opening - 1])
            guard isOpening else {
                (outside, search) = (opening, opening + 1)
                continue
            }
            guard let closing = self.closing(quote, in: text, from: opening + 1) else {
                return last
            }
            (outside, search) = (closing + 1, closing + 1)
        }
    }

    private static func closing(_ quote: UInt8, in text: UnsafeBufferPointer<UInt8>, from: Int)
        -> Int?
    {
        var search = from
        while let place = find(quote, in: text, from: search) {
            guard place + 1 < text.count, text[place + 1] == quote else { return place }
            search = place + 2
        }
        return nil
    }

    private static func find(_ byte: UInt8, in text: UnsafeBufferPointer<UInt8>, from: Int)
        -> Int?
    {
        guard from < text.count, let base = text.baseAddress,
            let hit = memchr(base + from, Int32(byte), text.count - from)
        else { return nil }
        return UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)) - base
    }
}
