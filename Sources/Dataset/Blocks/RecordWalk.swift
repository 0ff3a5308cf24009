/// Goes from record to record, in any dialect, up to a number of rows.
struct RecordWalk {
    /// Behind the last record; nil if none ends.
    private(set) var end: Int?
    /// Records that are neither empty lines nor comments.
    private(set) var rows = 0

    /// - Parameters:
    ///   - text: starts with a record; what is behind it is written over.
    ///   - isWhole: whether the text ends there, and so its last record.
    ///   - limit: the rows to stop behind.
    init(
        _ text: UnsafeMutableBufferPointer<UInt8>, _ dialect: Dialect, isWhole: Bool, limit: Int
    ) {
        guard let base = text.baseAddress else { return }
        var parser = RecordParser(
            dialect: dialect, base: base, limit: text.count, tail: text.count)
        var cells: [Cell] = []
        var at = 0
        while at < text.count, rows < limit {
            cells.removeAll(keepingCapacity: true)
            parser.tail = text.count
            let isComment = parser.isComment(at)
            let record =
                isComment ? parser.skipComment(at) : try? parser.parse(from: at, into: &cells)
            guard let record else {
                // Broken quotes are reported where the record is cut.
                if isWhole { end = text.count }
                return
            }
            // A line end may be half of a CRLF.
            guard isWhole || record.isEnded && record.end < text.count else { return }
            if !isComment, record.textEnd > at { rows += 1 }
            (end, at) = (record.end, record.end)
        }
    }
}
