import RunDocument

/// Cuts what a command writes into records, as it comes.
struct AnswerRecords {
    /// A record that cannot be read.
    struct Malformed: Error {
        let line: Int
        let reason: String
    }

    /// No line of predictions is that long.
    private static let maximumRecord = 1 << 22

    private enum State {
        case start, cell, quoted, quoteInQuoted
    }

    /// Lines from 1.
    private(set) var line = 1
    private var isJSON: Bool?
    private var state = State.start
    private var cells: [[UInt8]] = []
    private var cell: [UInt8] = []
    private var size = 0

    /// A record: the cells of a line of CSV, or a JSON value.
    enum Record {
        case cells([[UInt8]])
        case value(JSONValue)
    }

    /// Takes the next bytes, and calls `body` with each record that is whole by now.
    mutating func add(
        _ bytes: UnsafeRawBufferPointer, _ body: (Record, Int) throws -> Void
    ) throws {
        for byte in bytes {
            if isJSON == nil {
                // What stands first tells the two forms apart.
                if byte == 0x0A || byte == 0x0D || byte == 0x20 {
                    if byte == 0x0A { line += 1 }
                    continue
                }
                isJSON = byte == UInt8(ascii: "{")
            }
            size += 1
            guard size <= Self.maximumRecord else {
                throw Malformed(line: line, reason: "the line has no end")
            }
            if isJSON == true {
                if byte == 0x0A { try endLine(body) } else { cell.append(byte) }
            } else {
                try add(byte, body)
            }
        }
    }

    /// Takes the last record, which may have no line end.
    mutating func finish(_ body: (Record, Int) throws -> Void) throws {
        if state == .quoted { throw Malformed(line: line, reason: "a quote is not closed") }
        if isJSON == true, !cell.isEmpty { try endLine(body) }
        if isJSON == false, !cell.isEmpty || !cells.isEmpty || state == .quoteInQuoted {
            try endRecord(body)
        }
    }

    private mutating func add(_ byte: UInt8, _ body: (Record, Int) throws -> Void) throws {
        switch (state, byte) {
        case (.quoted, 0x22): state = .quoteInQuoted
        case (.quoted, _):
            if byte == 0x0A { line += 1 }
            cell.append(byte)
        case (.quoteInQuoted, 0x22):
            cell.append(byte)
            state = .quoted
        case (.start, 0x22): state = .quoted
        case (_, UInt8(ascii: ",")): endCell()
        case (_, 0x0A): try endRecord(body)
        case (_, 0x0D): break
        case (.quoteInQuoted, _):
            throw Malformed(line: line, reason: "something stands behind a quote")
        default:
            cell.append(byte)
            state = .cell
        }
    }

    private mutating func endCell() {
        cells.append(cell)
        cell.removeAll(keepingCapacity: true)
        state = .start
    }

    private mutating func endRecord(_ body: (Record, Int) throws -> Void) throws {
        let isEmpty = cells.isEmpty && cell.isEmpty && state == .start
        endCell()
        if !isEmpty { try body(.cells(cells), line) }
        cells.removeAll(keepingCapacity: true)
        line += 1
        size = 0
    }

    private mutating func endLine(_ body: (Record, Int) throws -> Void) throws {
        defer {
            cell.removeAll(keepingCapacity: true)
            line += 1
            size = 0
        }
        guard cell.contains(where: { $0 > 0x20 }) else { return }
        do {
            try body(.value(JSONValue(parsing: cell)), line)
        } catch let error as JSONSyntaxError {
            throw Malformed(line: line, reason: error.reason)
        }
    }
}
