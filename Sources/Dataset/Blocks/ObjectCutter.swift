import Glibc
import RunDocument

/// A line of JSON Lines that is no row.
enum ObjectFault: Error {
    case syntax(JSONSyntaxError)
    case notObject(found: String)
    case nested(key: String, found: String)
    /// More different keys than a block has room for; these many fit.
    case tooManyKeys(Int)
}

/// Cuts a block of JSON Lines into rows and cells: one flat object a line.
///
/// Numbers and booleans are cells as they are written; null is no cell.
struct ObjectCutter {
    private var names: [String]
    private var keys: [[UInt8]]
    private var indices: [String: Int] = [:]

    /// How many columns there are to be room for, if that many keys are known before.
    static func columns(known: Int) -> Int { max(known, 32) }

    init(names: [String]) {
        self.names = names
        keys = names.map { Array($0.utf8) }
        for (index, name) in names.enumerated() { indices[name] = index }
    }

    /// - Throws: the fault of the first line that has one, and where that line starts.
    mutating func cut(_ block: TableBlock, rows: Int) throws(BlockFault) {
        block.prepare(rows: rows, columns: names.count)
        let known = names.count
        defer { forget(from: known) }
        var at = block.start
        while at < block.end {
            var lineEnd = at
            while lineEnd < block.end, !LineEnds.contains(block.base[lineEnd]) { lineEnd += 1 }
            if (at..<lineEnd).allSatisfy({ isSpace(block.base[$0]) }) {
                block.blankLines.append(at)
            } else {
                do { try cutLine(at, lineEnd, block) } catch { throw .object(at, error) }
            }
            block.lineCount += lineEnd < block.end ? 1 : 0
            let isPair =
                lineEnd + 1 < block.end && block.base[lineEnd] == LineEnds.carriageReturn
                && block.base[lineEnd + 1] == LineEnds.lineFeed
            at = lineEnd + (isPair ? 2 : 1)
        }
    }

    private mutating func forget(from known: Int) {
        for name in names[known...] { indices[name] = nil }
        names.removeSubrange(known...)
        keys.removeSubrange(known...)
    }

    private mutating func cutLine(_ start: Int, _ end: Int, _ block: TableBlock)
        throws(ObjectFault)
    {
        let row = block.rowCount
        block.rowStarts.base[row] = UInt32(start)
        block.rowEnds.base[row] = UInt32(end)
        clear(row, block)
        let tail = block.tail
        if try !cutFlat(start, end, row, block) {
            // What is escaped or not as it should be is left to the strict parser.
            clear(row, block)
            block.tail = tail
            try parse(start, end, row, block)
        }
        block.rowCount += 1
    }

    private func clear(_ row: Int, _ block: TableBlock) {
        for column in 0..<block.columnCount { block.column(column)[row] = .absent }
    }

    private mutating func index(of name: String, _ row: Int, _ block: TableBlock)
        throws(ObjectFault) -> Int
    {
        if let index = indices[name] { return index }
        guard block.addColumn() else { throw .tooManyKeys(names.count) }
        names.append(name)
        keys.append(Array(name.utf8))
        indices[name] = names.count - 1
        block.newNames.append((name, row))
        return names.count - 1
    }

    private mutating func parse(_ start: Int, _ end: Int, _ row: Int, _ block: TableBlock)
        throws(ObjectFault)
    {
        let line = UnsafeBufferPointer(start: block.base + start, count: end - start)
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch { throw .syntax(error) }
        guard let members = value.objectValue else { throw .notObject(found: value.typeName) }
        for (key, member) in members.sorted(by: { $0.key < $1.key }) {
            if member.arrayValue != nil || member.objectValue != nil {
                throw .nested(key: key, found: member.typeName)
            }
            let column = try index(of: key, row, block)
            guard var text = member.lexicalText else { continue }
            let first = block.tail
            text.withUTF8 { bytes in
                // The strict parser's text can be longer than it was written: 1e300.
                block.appendUnescaped(bytes)
            }
            block.column(column)[row] = Cell(
                start: UInt32(first), count: UInt32(block.tail - first))
        }
    }
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

extension ObjectCutter {
    /// Cuts an object without escapes and nesting.
    ///
    /// - Returns: false for anything else, whatever it left behind.
    private mutating func cutFlat(_ start: Int, _ end: Int, _ row: Int, _ block: TableBlock)
        throws(ObjectFault) -> Bool
    {
        var scanner = ObjectScanner(base: block.base, at: start, end: end)
        guard scanner.take(UInt8(ascii: "{")) else { return false }
        if scanner.take(UInt8(ascii: "}")) { return scanner.isAtEnd }
        var expected = 0
        repeat {
            guard let key = scanner.string(), scanner.take(UInt8(ascii: ":")),
                let value = scanner.value()
            else { return false }
            let text = block.text(key)
            var column = expected
            if expected >= keys.count || !keys[expected].isEqual(to: text) {
                column = try index(of: String(decoding: text, as: UTF8.self), row, block)
            }
            expected = column + 1
            // A key that stands twice; one that was null before is the strict parser's to find.
            guard block.column(column)[row].isAbsent, scanner.note(column) else { return false }
            block.column(column)[row] = value
        } while scanner.take(UInt8(ascii: ","))
        return scanner.take(UInt8(ascii: "}")) && scanner.isAtEnd
    }
}

/// Reads the tokens of one flat object.
private struct ObjectScanner {
    let base: UnsafeMutablePointer<UInt8>
    var at: Int
    let end: Int
    /// The last column that was met: as long as they ascend none comes twice.
    private var last = -1
    private var hasNull = false

    init(base: UnsafeMutablePointer<UInt8>, at: Int, end: Int) {
        (self.base, self.at, self.end) = (base, at, end)
    }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return at == end
        }
    }

    /// - Returns: false if the column may have been met before, as a null.
    mutating func note(_ column: Int) -> Bool {
        defer { last = max(last, column) }
        return column > last || !hasNull
    }

    private mutating func skipSpace() {
        while at < end, isSpace(base[at]) { at += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard at < end, base[at] == byte else { return false }
        at += 1
        return true
    }

    /// A string without escapes and control characters.
    mutating func string() -> Cell? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        let start = at
        while at < end, base[at] != UInt8(ascii: "\"") {
            guard base[at] != UInt8(ascii: "\\"), base[at] >= 0x20 else { return nil }
            at += 1
        }
        guard at < end else { return nil }
        at += 1
        return Cell(start: UInt32(start), count: UInt32(at - 1 - start))
    }

    mutating func value() -> Cell? {
        skipSpace()
        guard at < end else { return nil }
        switch base[at] {
        case UInt8(ascii: "\""): return string()
        case UInt8(ascii: "t"): return word("true")
        case UInt8(ascii: "f"): return word("false")
        case UInt8(ascii: "n"):
            hasNull = true
            return word("null").map { _ in .absent }
        default: return number()
        }
    }

    private mutating func word(_ word: StaticString) -> Cell? {
        let count = word.utf8CodeUnitCount
        guard end - at >= count, memcmp(base + at, word.utf8Start, count) == 0 else { return nil }
        defer { at += count }
        return Cell(start: UInt32(at), count: UInt32(count))
    }

    /// RFC 8259, section 6.
    private mutating func number() -> Cell? {
        let start = at
        if base[at] == UInt8(ascii: "-") { at += 1 }
        let whole = digits()
        guard whole == 1 || whole > 1 && base[at - whole] != UInt8(ascii: "0") else { return nil }
        if at < end, base[at] == UInt8(ascii: ".") {
            at += 1
            guard digits() > 0 else { return nil }
        }
        if at < end, base[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < end, base[at] == UInt8(ascii: "-") || base[at] == UInt8(ascii: "+") { at += 1 }
            guard digits() > 0 else { return nil }
        }
        return Cell(start: UInt32(start), count: UInt32(at - start))
    }

    private mutating func digits() -> Int {
        let start = at
        while at < end, base[at] &- UInt8(ascii: "0") < 10 { at += 1 }
        return at - start
    }
}
