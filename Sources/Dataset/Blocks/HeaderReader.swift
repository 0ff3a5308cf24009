/// Reads what stands before the records of a source.
struct HeaderReader {
    let source: SourceText
    let options: ReadingOptions
    /// The source's place among the others.
    let index: Int

    /// The format that a source has by its name and the options; nil if its text must tell.
    static func format(of source: DataSource, _ options: ReadingOptions) -> DataFormat? {
        described(options.format ?? DataFormat(name: source.name), options)
    }

    /// Reads the header, which is then no part of the source's text any more.
    ///
    /// - Parameter known: nil to go by the first byte.
    func header(_ known: DataFormat?) throws(DatasetError) -> SourceHeader {
        let isObject = source.text.first == UInt8(ascii: "{")
        let usual = Self.described(.delimited(.commaSeparated), options)
        switch known ?? (isObject ? .jsonLines : usual) ?? .delimited(.commaSeparated) {
        case .jsonLines:
            return SourceHeader(
                index: index, name: source.name, format: .jsonLines, names: options.columns,
                size: source.stream.size
            )
        case .delimited(let dialect):
            return try readHeader(detected(dialect))
        }
    }

    /// A format, with the dialect that the options describe.
    private static func described(_ format: DataFormat?, _ options: ReadingOptions)
        -> DataFormat?
    {
        guard case .delimited(let dialect) = format, let description = options.dialect else {
            return format
        }
        return .delimited(dialect.described(by: description))
    }

    /// The dialect with the delimiter that the first line says.
    private func detected(_ dialect: Dialect) throws(DatasetError) -> Dialect {
        guard options.detectsDelimiter, options.dialect?.delimiter == nil,
            dialect.delimiter == Dialect.commaSeparated.delimiter
        else { return dialect }
        while DelimiterGuess.firstLine(of: source.text) == nil,
            source.rest.count < DelimiterGuess.longestLine,
            try source.read()
        {}
        var dialect = dialect
        let line = DelimiterGuess.firstLine(of: source.text) ?? source.text
        dialect.delimiter = DelimiterGuess.delimiter(of: line, dialect) ?? dialect.delimiter
        return dialect
    }

    /// Reads rows up to the last that the dialect says something of.
    private func readHeader(_ dialect: Dialect) throws(DatasetError) -> SourceHeader {
        var names: [String] = dialect.headerRows.isEmpty ? options.columns : []
        var raw: [UInt8] = []
        var headerLine = 1
        var line = 1
        let last = max(dialect.headerRows.max() ?? 0, dialect.commentRows.max() ?? 0)
        var row = 1
        var at = 0
        while row <= last {
            let (record, cells) = try record(from: at, dialect, line)
            let isBlank = record.textEnd == at
            if dialect.headerRows.contains(row), !isBlank, cells != nil {
                if names.isEmpty { headerLine = line }
                names = Self.join(names, cells ?? [], dialect.headerJoin)
                raw += UnsafeBufferPointer(rebasing: source.text[at..<record.end])
            }
            line += LineEnds.count(UnsafeBufferPointer(rebasing: source.text[at..<record.end]))
            // Empty lines before the header are not counted.
            if !isBlank || row > 1 { row += 1 }
            at = record.end
            if !record.isEnded, row <= last, try !source.read() {
                guard !names.isEmpty else { throw .empty(file: source.name) }
                break
            }
        }
        if names.isEmpty { names = try placeholders(at, dialect, line) }
        if let fault = TextCheck.firstFault(in: UnsafeBufferPointer(rebasing: source.text[..<at])) {
            throw source.notText(fault)
        }
        source.dropFirst(at)
        while let end = raw.last, LineEnds.contains(end) { raw.removeLast() }
        return SourceHeader(
            index: index, name: source.name, format: .delimited(dialect), names: names, raw: raw,
            line: headerLine, firstLine: line, size: source.stream.size
        )
    }

    /// Names for the columns of a table that has none, as `field1`, `field2` and so on.
    private func placeholders(_ at: Int, _ dialect: Dialect, _ line: Int)
        throws(DatasetError) -> [String]
    {
        let (_, cells) = try record(from: at, dialect, line)
        return (cells ?? []).indices.map { "field\($0 + 1)" }
    }

    private static func join(_ names: [String], _ more: [String], _ separator: String)
        -> [String]
    {
        guard !names.isEmpty else { return more }
        return (0..<max(names.count, more.count)).map { index in
            let parts = [names, more].compactMap { $0.count > index ? $0[index] : nil }
            return parts.filter { !$0.isEmpty }.joined(separator: separator)
        }
    }

    /// Reads one record at the head of the source; comments have no cells.
    private func record(from start: Int, _ dialect: Dialect, _ line: Int)
        throws(DatasetError) -> (RecordParser.Record, [String]?)
    {
        while true {
            // Unescaped text goes behind the text, where the next read may put other bytes.
            source.rest.reserve(source.rest.count + 1)
            var parser = RecordParser(
                dialect: dialect, base: source.rest.base, limit: source.rest.count,
                tail: source.rest.count
            )
            if parser.isComment(start) {
                let record = parser.skipComment(start)
                if record.isEnded { return (record, nil) }
                if try !source.readText() { return (record, nil) }
                continue
            }
            var cells: [Cell] = []
            let record: RecordParser.Record
            do { record = try parser.parse(from: start, into: &cells) } catch {
                if case .textAfterQuote(let place) = error {
                    throw .textAfterQuote(
                        file: source.name, line: line, byte: source.offset + place + 1)
                }
                if try !source.readText() { throw .openQuote(file: source.name, line: line) }
                continue
            }
            // The line end may be half of a CRLF.
            if record.isEnded, record.end < source.rest.count || source.isAtEnd {
                return (record, cells.map { string($0) })
            }
            if try !source.readText() {
                if record.textEnd == start { throw .empty(file: source.name) }
                return (record, cells.map { string($0) })
            }
        }
    }

    private func string(_ cell: Cell) -> String {
        String(
            decoding: UnsafeBufferPointer(
                start: source.rest.base + Int(cell.start), count: Int(cell.count)), as: UTF8.self)
    }
}
