/// Cuts a stream of bytes into records and cells.
///
/// Reads fixed-size chunks and holds one record at a time. Nothing is allocated per cell: a cell
/// is a place in the buffer, valid until the next `advance()`. Lines end with LF, CRLF or CR.
package final class RecordScanner {
    package static let defaultChunkSize = 1 << 18
    package static let defaultMaximumLength = 1 << 24

    private struct Cell {
        var offset: Int
        var count: Int
        var isQuoted = false
        var hasEscapes = false
    }

    let stream: ByteStream
    private var dialect: Dialect
    private let chunkSize: Int
    private let maximumLength: Int
    /// True for the bytes that end an unquoted cell.
    private let stops = UnsafeMutablePointer<Bool>.allocate(capacity: 256)
    private let buffer: ByteArena
    /// Cells that held doubled quotes, without them.
    private let unescaped = ByteArena(capacity: 256)
    private var cells: [Cell] = []
    /// The start of the current record in the buffer.
    private var start = 0
    /// The bytes of the current record, its terminator included.
    private var length = 0
    private var textLength = 0
    private var nextLine = 1
    private var dropped = 0
    private var isAtEnd = false

    /// The line that the current record starts on, from 1.
    package private(set) var line = 0

    /// - Parameters:
    ///   - chunkSize: how many bytes are read at a time.
    ///   - maximumLength: a longer record is an error; it bounds the memory that is used.
    package init(
        _ source: DataSource,
        dialect: Dialect,
        digesting: Bool = false,
        chunkSize: Int = RecordScanner.defaultChunkSize,
        maximumLength: Int = RecordScanner.defaultMaximumLength
    ) throws(DatasetError) {
        stream = try ByteStream(source, digesting: digesting)
        self.dialect = dialect
        self.chunkSize = max(1, chunkSize)
        self.maximumLength = maximumLength
        buffer = ByteArena(capacity: self.chunkSize)
        use(dialect)
        try skipSignature()
    }

    deinit { stops.deallocate() }

    /// Changes the dialect before the first record is read.
    func use(_ dialect: Dialect) {
        self.dialect = dialect
        for byte in 0...255 {
            stops[byte] = [0x0A, 0x0D, dialect.delimiter].contains(UInt8(byte))
        }
    }

    package var name: String { stream.name }

    /// The first byte behind a byte order mark, before the first record is read.
    var firstByte: UInt8? { start < buffer.count ? buffer.base[start] : nil }

    package var cellCount: Int { cells.count }

    /// A cell's text without its quotes, valid until the next `advance()`.
    package func cell(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let cell = cells[index]
        let base = cell.hasEscapes ? unescaped.base : buffer.base + start
        return UnsafeBufferPointer(start: base + cell.offset, count: cell.count)
    }

    /// All cells as strings.
    var texts: [String] {
        cells.indices.map { String(decoding: cell($0), as: UTF8.self) }
    }

    package func isQuoted(_ index: Int) -> Bool { cells[index].isQuoted }

    /// The record as it was written, without its line end, valid until the next `advance()`.
    package var raw: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: buffer.base + start, count: textLength)
    }

    /// Whether the record is an empty line.
    package var isBlank: Bool { textLength == 0 }

    /// Goes to the next record.
    ///
    /// - Returns: false at the end.
    package func advance() throws(DatasetError) -> Bool {
        start += length
        length = 0
        textLength = 0
        line = nextLine
        cells.removeAll(keepingCapacity: true)
        unescaped.count = 0
        guard try hasByte(at: 0) else { return false }
        try scanCells()
        nextLine += 1
        if let fault = TextCheck.firstFault(in: raw) { throw notText(at: fault) }
        removeEscapes()
        return true
    }

    /// Works on local copies: each access to a class's property is checked at run time.
    private func scanCells() throws(DatasetError) {
        let (quote, delimiter) = (dialect.quote, dialect.delimiter)
        var found: [Cell] = []
        swap(&found, &cells)
        defer { swap(&found, &cells) }
        var window = self.window
        var at = 0
        while true {
            if at == window.count, try fill() { window = self.window }
            if at < window.count, window[at] == quote {
                found.append(try scanQuoted(from: at, end: &at))
                window = self.window
            } else {
                let first = at
                while true {
                    while at < window.count, !stops[Int(window[at])] { at += 1 }
                    guard at == window.count, try fill() else { break }
                    window = self.window
                }
                // A quote inside an unquoted cell is plain text.
                found.append(Cell(offset: first, count: at - first))
            }
            textLength = at
            if at == window.count, try !fill() { break }
            window = self.window
            let stop = window[at]
            at += 1
            if stop == delimiter { continue }
            if stop == 0x0D, try hasByte(at: at), byte(at) == 0x0A { at += 1 }
            break
        }
        length = at
    }

    /// The bytes that are in memory from the start of the current record on.
    private var window: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: buffer.base + start, count: buffer.count - start)
    }

    private func scanQuoted(from first: Int, end: inout Int) throws(DatasetError) -> Cell {
        var at = first + 1
        var hasEscapes = false
        var previous: UInt8 = 0
        let opened = nextLine
        while true {
            guard try hasByte(at: at) else { throw .openQuote(file: name, line: opened) }
            let current = byte(at)
            at += 1
            if current == dialect.quote {
                guard try hasByte(at: at), byte(at) == current else { break }
                hasEscapes = true
                at += 1
            } else if current == 0x0D || (current == 0x0A && previous != 0x0D) {
                nextLine += 1
            }
            previous = current
        }
        if try hasByte(at: at), !stops[Int(byte(at))] {
            throw .textAfterQuote(file: name, line: nextLine, byte: dropped + start + at + 1)
        }
        end = at
        return Cell(
            offset: first + 1,
            count: at - first - 2,
            isQuoted: true,
            hasEscapes: hasEscapes
        )
    }

    private func removeEscapes() {
        guard let quote = dialect.quote else { return }
        for index in cells.indices where cells[index].hasEscapes {
            let text = UnsafeBufferPointer(
                start: buffer.base + start + cells[index].offset,
                count: cells[index].count
            )
            cells[index].offset = unescaped.count
            var skip = false
            for byte in text {
                // The second quote of a pair.
                skip = byte == quote && !skip
                if byte != quote || skip { unescaped.append(byte) }
            }
            cells[index].count = unescaped.count - cells[index].offset
        }
    }

    private func byte(_ at: Int) -> UInt8 { buffer.base[start + at] }

    private func hasByte(at: Int) throws(DatasetError) -> Bool {
        while start + at >= buffer.count { guard try fill() else { return false } }
        return true
    }

    /// Reads one more chunk behind the current record.
    private func fill() throws(DatasetError) -> Bool {
        guard !isAtEnd else { return false }
        dropped += start
        buffer.dropFirst(start)
        start = 0
        guard buffer.count < maximumLength else {
            throw .recordTooLong(file: name, line: line, limit: maximumLength)
        }
        if buffer.count == buffer.capacity { buffer.reserve(chunkSize) }
        let room = min(chunkSize, buffer.capacity - buffer.count)
        let target = UnsafeMutableRawBufferPointer(start: buffer.base + buffer.count, count: room)
        let count = try stream.read(into: target)
        buffer.count += count
        isAtEnd = count == 0
        return count > 0
    }

    /// Skips a byte order mark, and refuses what is plainly another format.
    private func skipSignature() throws(DatasetError) {
        _ = try hasByte(at: 3)
        let head = UnsafeBufferPointer(start: buffer.base, count: buffer.count)
        if let format = TextCheck.foreignFormat(head) {
            throw .foreign(file: name, format: format)
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    private func notText(at offset: Int) -> DatasetError {
        let before = UnsafeBufferPointer(rebasing: raw[..<offset])
        var lines = 0
        for (index, byte) in before.enumerated()
        where byte == 0x0D || (byte == 0x0A && (index == 0 || before[index - 1] != 0x0D)) {
            lines += 1
        }
        return .notText(
            file: name,
            line: line + lines,
            byte: dropped + start + offset + 1,
            reason: raw[offset] == 0 ? "a NUL byte" : "not UTF-8"
        )
    }
}
