import CByteMasks
import Glibc

/// A cell's text as a place in its block.
package struct Cell {
    /// From the block's base.
    package var start: UInt32
    /// Bytes.
    package var count: UInt32

    package init(start: UInt32, count: UInt32) {
        self.start = start
        self.count = count
    }

    /// What a row has where it has no cell, and what a JSON null is.
    package static let absent = Cell(start: 0, count: .max)

    package var isAbsent: Bool { count == .max }
}

/// Some whole records of one source, cut into cells.
///
/// The cells of a column stand behind each other, so that a loop over a column touches nothing
/// else. A block is filled, cut, and read by one thread at a time, and then used again: so accesses
/// need not be checked at run time.
package final class TableBlock {
    /// Bytes that may be read behind the text: what is looked at 64 at a time.
    static let padding = 64

    /// More cells than these are not cut at a time, if one row does not have more.
    private static let maximumCells = 1 << 21
    /// What keys that were not known before may bring a block to.
    private static let maximumGrownCells = 1 << 24

    /// The rows that a block of a table with that many columns has at most.
    static func rowLimit(columns: Int) -> Int { max(1, maximumCells / max(1, columns)) }

    /// The blocks of all sources are numbered from 0.
    @exclusivity(unchecked) package internal(set) var index = 0
    @exclusivity(unchecked) package internal(set) var source = SourceHeader.none
    /// The place of `base` in the text of the source, in bytes.
    @exclusivity(unchecked) var offset = 0

    /// What is wrong with the text; then there are no rows.
    @exclusivity(unchecked) var fault: BlockFault?

    /// The text, then what its escaped cells stand for.
    @exclusivity(unchecked) package private(set) var base: UnsafeMutablePointer<UInt8>
    @exclusivity(unchecked) private var capacity: Int
    /// Where the first record starts.
    @exclusivity(unchecked) var start = 0
    /// Where the last record ends.
    @exclusivity(unchecked) var end = 0
    /// Line ends, at least as many as there are, and whether all bytes are ASCII.
    @exclusivity(unchecked) var survey = mlx_text_survey()
    /// Where unescaped text ends; it starts at `end`.
    @exclusivity(unchecked) var tail = 0

    @exclusivity(unchecked) package internal(set) var rowCount = 0
    /// Line ends in the text, also those in quotes.
    @exclusivity(unchecked) var lineCount = 0
    /// Where each row starts and ends; its line end is not counted.
    package let rowStarts = CellStore<UInt32>()
    package let rowEnds = CellStore<UInt32>()
    private let cells = CellStore<Cell>()
    /// How many cells there is room for in each column.
    @exclusivity(unchecked) private(set) var stride = 0
    @exclusivity(unchecked) package internal(set) var columnCount = 0
    /// Rows that do not have `columnCount` cells, with what they have.
    @exclusivity(unchecked) package internal(set) var ragged: [(row: Int, cells: Int)] = []
    /// Rows whose cells are all empty.
    @exclusivity(unchecked) package internal(set) var blankRows: [Int] = []
    /// Where empty lines start; they are no rows.
    @exclusivity(unchecked) package internal(set) var blankLines: [Int] = []
    /// Keys of JSON Lines that the source's header does not have; their columns stand last.
    @exclusivity(unchecked) package internal(set) var newNames: [(name: String, row: Int)] = []

    /// The number of rows, and of lines, before this block in its source; set in turn.
    @exclusivity(unchecked) package internal(set) var firstRow = 0
    @exclusivity(unchecked) package internal(set) var firstLine = 1

    init(capacity: Int = 1 << 19) {
        self.capacity = capacity
        base = .allocate(capacity: 2 * capacity + Self.padding)
    }

    deinit { base.deallocate() }

    /// Makes room for that many bytes of text; `kept` are copied.
    func reserve(_ bytes: Int, keeping kept: Int) {
        guard bytes > capacity else { return }
        let grown = max(bytes, 2 * capacity)
        // What is unescaped is never longer than what it was written as.
        let target = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * grown + Self.padding)
        memcpy(target, base, kept)
        base.deallocate()
        (base, capacity) = (target, grown)
    }

    /// Adds text behind what was unescaped so far.
    func appendUnescaped(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        if tail + bytes.count > 2 * capacity { reserve(2 * capacity, keeping: tail) }
        memcpy(base + tail, source, bytes.count)
        tail += bytes.count
    }

    /// Forgets the cells and makes room for others.
    func prepare(rows: Int, columns: Int) {
        stride = rows
        columnCount = columns
        rowCount = 0
        lineCount = 0
        tail = end
        ragged.removeAll(keepingCapacity: true)
        blankRows.removeAll(keepingCapacity: true)
        blankLines.removeAll(keepingCapacity: true)
        newNames.removeAll(keepingCapacity: true)
        rowStarts.reserve(rows)
        rowEnds.reserve(rows)
        cells.reserve(rows * columns)
    }

    /// Adds a column of absent cells; the rows cut so far have none in it.
    ///
    /// - Returns: false if the block would hold too much.
    func addColumn() -> Bool {
        let (old, new) = (columnCount * stride, (columnCount + 1) * stride)
        guard new <= Self.maximumGrownCells else { return false }
        cells.reserve(new, keeping: old)
        for cell in old..<new { cells.base[cell] = .absent }
        columnCount += 1
        return true
    }

    /// The places of a column's cells, one per row.
    package func column(_ column: Int) -> UnsafeMutablePointer<Cell> {
        cells.base + column * stride
    }

    package func text(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + Int(cell.start), count: Int(cell.count))
    }

    /// The text of a cell of at most eight bytes as a number, its bytes the upper ones.
    @inline(__always)
    package func word(_ cell: Cell) -> UInt64 {
        // There is room to read behind any text.
        let word = UnsafeRawPointer(base + Int(cell.start)).loadUnaligned(as: UInt64.self)
        return cell.count == 0 ? 0 : UInt64(littleEndian: word) << UInt64(64 - 8 * cell.count)
    }

    /// About how many rows the source has, if it goes on like this; 0 if its size is not known.
    package var expectedRows: Int {
        guard let size = source.size, end > start else { return 0 }
        return Int(Double(rowCount) * Double(size) / Double(end - start))
    }

    /// A row as it was written, without its line end.
    package func raw(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let start = Int(rowStarts.base[row])
        return UnsafeBufferPointer(start: base + start, count: Int(rowEnds.base[row]) - start)
    }

    /// The line that a place in the text is on, in the whole source.
    package func line(at place: Int) -> Int {
        firstLine + LineEnds.count(UnsafeBufferPointer(start: base + start, count: place - start))
    }

    /// Whether each line is a row.
    package var isLineByLine: Bool {
        lineCount == rowCount && end > start && LineEnds.contains(base[end - 1])
    }

    /// The lines that the rows start on.
    package var rowLines: [Int] {
        var lines: [Int] = []
        lines.reserveCapacity(rowCount)
        var (line, place) = (line(at: start), start)
        for row in 0..<rowCount {
            let next = Int(rowStarts.base[row])
            line += LineEnds.count(UnsafeBufferPointer(start: base + place, count: next - place))
            lines.append(line)
            place = next
        }
        return lines
    }

    package func line(ofRow row: Int) -> Int { line(at: Int(rowStarts.base[row])) }
}

/// Memory for one kind of value, which grows and is used again.
package final class CellStore<Value> {
    @exclusivity(unchecked) package private(set) var base: UnsafeMutablePointer<Value>
    @exclusivity(unchecked) private var capacity: Int

    init() {
        capacity = 1024
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// - Parameter kept: how many values must survive.
    func reserve(_ count: Int, keeping kept: Int = 0) {
        guard count > capacity else { return }
        // What grows by and by is not to be copied each time.
        let grown = kept > 0 ? max(count, 2 * capacity) : count
        let target = UnsafeMutablePointer<Value>.allocate(capacity: grown)
        memcpy(target, base, kept * MemoryLayout<Value>.stride)
        base.deallocate()
        (base, capacity) = (target, grown)
    }
}
