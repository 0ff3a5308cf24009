import CByteMasks
import FileStorage
import Glibc

/// How tables are read.
package struct ReadingOptions: Sendable {
    /// Nil to go by each source's name, and where that says nothing by its first byte.
    package var format: DataFormat?
    /// How delimited text is written, as far as it is said.
    package var dialect: DialectDescription?
    /// Whether a delimiter that neither the dialect nor the name says is told from the header.
    package var detectsDelimiter = false
    /// The names of the columns, for JSON Lines, and where there is no header.
    package var columns: [String] = []
    package var isDigesting = false
    /// Bytes of text in a block, if records are not longer.
    package var blockSize = 1 << 19
    /// A longer record is an error; it bounds the memory.
    package var maximumRecord = 1 << 28
    /// Whether a block waits for its bytes; if not, it holds what there is.
    package var fillsBlocks = true

    package init() {}
}

/// Reads sources one after the other, as blocks of whole records.
///
/// Where a block ends depends on nothing but the text: not on how many bytes a read returned.
final class BlockReader {
    private let sources: [DataSource]
    private let options: ReadingOptions
    private var opened = 0
    private var stream: ByteStream?
    private(set) var header = SourceHeader.none
    private var blocks = 0
    /// What was read and not handed out: it starts with a record.
    private let rest = ByteArena(capacity: 1 << 16)
    /// The place of `rest` in the source's text.
    private var offset = 0
    private var isAtEnd = true
    /// Whether the source has had no block: it has one even without rows, for its header.
    private var isUnseen = false
    /// Whether reading has failed.
    private var isBroken = false
    /// Stored bytes of the sources that were read to their ends.
    private var finishedBytes = 0
    /// The digest of each source that was read to its end, if that was asked for.
    private(set) var digests: [Digest] = []

    init(_ sources: [DataSource], _ options: ReadingOptions) {
        self.sources = sources
        self.options = options
    }

    /// How many stored bytes were read.
    var position: Int { finishedBytes + (stream?.position ?? 0) }

    /// Fills a block with the next records.
    ///
    /// - Returns: false at the end of the last source.
    func next(into block: TableBlock) throws(DatasetError) -> Bool {
        block.index = blocks
        // Behind an error nothing is read, whichever thread asks: a FIFO opened again would wait.
        guard !isBroken else { return false }
        isBroken = true
        let isFilled = try advance(block)
        isBroken = false
        return isFilled
    }

    private func advance(_ block: TableBlock) throws(DatasetError) -> Bool {
        while true {
            if stream == nil, try !open() { return false }
            if try fill(block) || isUnseen {
                isUnseen = false
                blocks += 1
                return true
            }
            close()
        }
    }

    private func close() {
        if let digest = stream?.digest { digests.append(digest) }
        finishedBytes += stream?.position ?? 0
        stream = nil
    }

    // MARK: - The head of a source

    /// Opens the next source and reads its header.
    private func open() throws(DatasetError) -> Bool {
        guard opened < sources.count else { return false }
        let source = sources[opened]
        let known = described(options.format ?? DataFormat(name: source.name))
        var encoding: String?
        if case .delimited(let dialect) = known { encoding = dialect.encoding }
        let stream = try ByteStream(source, digesting: options.isDigesting, encoding: encoding)
        self.stream = stream
        isAtEnd = false
        offset = 0
        rest.count = 0
        while rest.count < 4, try read() {}
        skipSignature()
        if let format = TextCheck.foreignFormat(text) {
            throw .foreign(file: source.name, format: format)
        }
        let isObject = rest.count > 0 && rest.base[0] == UInt8(ascii: "{")
        let usual = described(.delimited(.commaSeparated)) ?? .delimited(.commaSeparated)
        switch known ?? (isObject ? .jsonLines : usual) {
        case .jsonLines:
            header = SourceHeader(
                index: opened, name: source.name, format: .jsonLines, names: options.columns,
                size: stream.size
            )
        case .delimited(let dialect):
            header = try readHeader(detected(dialect), source.name)
        }
        opened += 1
        isUnseen = true
        return true
    }

    /// A format, with the dialect that the options describe.
    private func described(_ format: DataFormat?) -> DataFormat? {
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
        while DelimiterGuess.firstLine(of: text) == nil, rest.count < DelimiterGuess.longestLine,
            try read()
        {}
        var dialect = dialect
        let line = DelimiterGuess.firstLine(of: text) ?? text
        dialect.delimiter = DelimiterGuess.delimiter(of: line, dialect) ?? dialect.delimiter
        return dialect
    }

    private var text: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: rest.base, count: rest.count)
    }

    private func skipSignature() {
        guard text.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        rest.dropFirst(3)
        offset = 3
    }

    /// Reads rows up to the last that the dialect says something of.
    private func readHeader(_ dialect: Dialect, _ name: String) throws(DatasetError)
        -> SourceHeader
    {
        var names: [String] = dialect.headerRows.isEmpty ? options.columns : []
        var raw: [UInt8] = []
        var headerLine = 1
        var line = 1
        let last = max(dialect.headerRows.max() ?? 0, dialect.commentRows.max() ?? 0)
        var row = 1
        var at = 0
        while row <= last {
            let (record, cells) = try record(from: at, dialect, name, line)
            let isBlank = record.textEnd == at
            if dialect.headerRows.contains(row), !isBlank, cells != nil {
                if names.isEmpty { headerLine = line }
                names = Self.join(names, cells ?? [], dialect.headerJoin)
                raw += UnsafeBufferPointer(rebasing: text[at..<record.end])
            }
            line += LineEnds.count(UnsafeBufferPointer(rebasing: text[at..<record.end]))
            // Empty lines before the header are not counted.
            if !isBlank || row > 1 { row += 1 }
            at = record.end
            if !record.isEnded, row <= last, try !read() {
                guard !names.isEmpty else { throw .empty(file: name) }
                break
            }
        }
        if names.isEmpty { names = try placeholders(at, dialect, name, line) }
        if let fault = TextCheck.firstFault(in: UnsafeBufferPointer(rebasing: text[..<at])) {
            throw notText(fault, name)
        }
        rest.dropFirst(at)
        offset += at
        while let end = raw.last, LineEnds.contains(end) { raw.removeLast() }
        return SourceHeader(
            index: opened, name: name, format: .delimited(dialect), names: names, raw: raw,
            line: headerLine, firstLine: line, size: stream?.size
        )
    }

    /// Names for the columns of a table that has none, as `field1`, `field2` and so on.
    private func placeholders(_ at: Int, _ dialect: Dialect, _ name: String, _ line: Int)
        throws(DatasetError) -> [String]
    {
        let (_, cells) = try record(from: at, dialect, name, line)
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

    private func notText(_ place: Int, _ name: String) -> DatasetError {
        .notText(
            file: name,
            line: 1 + LineEnds.count(UnsafeBufferPointer(rebasing: text[..<place])),
            byte: offset + place + 1,
            reason: rest.base[place] == 0 ? "a NUL byte" : "not UTF-8"
        )
    }

    /// Reads one record at the head of the source; comments have no cells.
    private func record(from start: Int, _ dialect: Dialect, _ name: String, _ line: Int)
        throws(DatasetError) -> (RecordParser.Record, [String]?)
    {
        while true {
            // Unescaped text goes behind the text, where the next read may put other bytes.
            rest.reserve(rest.count + 1)
            var parser = RecordParser(
                dialect: dialect, base: rest.base, limit: rest.count, tail: rest.count
            )
            if parser.isComment(start) {
                let record = parser.skipComment(start)
                if record.isEnded { return (record, nil) }
                if try !readText(name) { return (record, nil) }
                continue
            }
            var cells: [Cell] = []
            let record: RecordParser.Record
            do { record = try parser.parse(from: start, into: &cells) } catch {
                if case .textAfterQuote(let place) = error {
                    throw .textAfterQuote(file: name, line: line, byte: offset + place + 1)
                }
                if try !readText(name) { throw .openQuote(file: name, line: line) }
                continue
            }
            // The line end may be half of a CRLF.
            if record.isEnded, record.end < rest.count || isAtEnd {
                return (record, cells.map { string($0) })
            }
            if try !readText(name) {
                if record.textEnd == start { throw .empty(file: name) }
                return (record, cells.map { string($0) })
            }
        }
    }

    private func string(_ cell: Cell) -> String {
        String(
            decoding: UnsafeBufferPointer(
                start: rest.base + Int(cell.start), count: Int(cell.count)), as: UTF8.self)
    }

    /// Reads some bytes behind `rest`, and looks whether they can be text at all.
    private func readText(_ name: String) throws(DatasetError) -> Bool {
        guard try read() else { return false }
        if let place = TextCheck.firstNUL(in: text) { throw notText(place, name) }
        return true
    }

    // MARK: - Records

    /// Reads some bytes behind `rest`.
    ///
    /// - Returns: false at the end of the source.
    private func read() throws(DatasetError) -> Bool {
        guard !isAtEnd, let stream else { return false }
        guard rest.count < options.maximumRecord else {
            throw .recordTooLong(file: stream.name, line: 1, limit: options.maximumRecord)
        }
        // As much again as there is: what is read anew each time must not add up to a square.
        let wanted = max(1 << 16, 2 * rest.count)
        let start = rest.count
        rest.reserve(wanted - start)
        repeat {
            let room = UnsafeMutableRawBufferPointer(
                start: rest.base + rest.count, count: wanted - rest.count)
            let count = try stream.read(into: room)
            rest.count += count
            isAtEnd = count == 0
        } while options.fillsBlocks && rest.count < wanted && !isAtEnd
        return rest.count > start
    }

    /// - Returns: false if no record is left in the source.
    private func fill(_ block: TableBlock) throws(DatasetError) -> Bool {
        block.source = header
        block.fault = nil
        block.start = 0
        block.offset = offset
        var wanted = options.blockSize
        /// How much of `rest` the block has.
        var taken = 0
        var count = 0
        block.reserve(wanted, keeping: 0)
        while true {
            let added = min(wanted, rest.count) - taken
            if added > 0 {
                memcpy(block.base + taken, rest.base + taken, added)
                taken += added
                count = taken
            }
            // Without waiting for its bytes, a block first looks at what it has.
            if options.fillsBlocks || added <= 0 {
                count = try read(into: block, from: count, upTo: wanted)
            }
            let text = UnsafeMutableBufferPointer(start: block.base, count: count)
            if let end = boundary(text, isWhole: isAtEnd && taken == rest.count, block) {
                block.end = end
                keep(text, from: end, taken: taken)
                return end > 0
            }
            // Less than a block, if it does not wait for its bytes.
            if count < wanted { continue }
            // What is no text has no line ends either.
            block.fault = TextCheck.firstNUL(in: UnsafeBufferPointer(text)).map(BlockFault.notText)
            if wanted >= options.maximumRecord, block.fault == nil {
                block.fault = .tooLong(options.maximumRecord)
            }
            if block.fault != nil {
                block.end = 0
                return true
            }
            wanted = min(2 * wanted, options.maximumRecord)
            block.reserve(wanted, keeping: count)
        }
    }

    private func read(into block: TableBlock, from start: Int, upTo wanted: Int)
        throws(DatasetError) -> Int
    {
        guard let stream else { return start }
        var count = start
        while count < wanted, !isAtEnd {
            let room = UnsafeMutableRawBufferPointer(
                start: block.base + count, count: wanted - count)
            let read = try stream.read(into: room)
            count += read
            isAtEnd = read == 0
            if !options.fillsBlocks, read > 0 { break }
        }
        return count
    }

    /// Takes what a block has out of `rest`, and adds what was read for it and is not its own.
    private func keep(_ text: UnsafeMutableBufferPointer<UInt8>, from end: Int, taken: Int) {
        rest.dropFirst(min(end, taken))
        let text = UnsafeBufferPointer(text)
        rest.append(UnsafeBufferPointer(rebasing: text[max(end, taken)...]))
        offset += end
    }

    /// Where the records end that the block takes.
    private func boundary(
        _ text: UnsafeMutableBufferPointer<UInt8>, isWhole: Bool, _ block: TableBlock
    ) -> Int? {
        let dialect: Dialect
        let columns: Int
        switch header.format {
        case .delimited(let own): (dialect, columns) = (own, header.names.count)
        case .jsonLines:
            (dialect, columns) = (.lines, ObjectCutter.columns(known: header.names.count))
        }
        let limit = TableBlock.rowLimit(columns: columns)
        // What is true of the text is true of the records at its front.
        block.survey = mlx_survey(text.baseAddress, Int64(text.count))
        if block.survey.line_ends > limit {
            let end = RecordWalk(text, dialect, isWhole: isWhole, limit: limit).end
            block.survey = mlx_survey(text.baseAddress, Int64(end ?? 0))
            return end
        }
        if isWhole { return text.count }
        return RecordBoundary.last(in: text, dialect, isWhole: false)
    }
}
