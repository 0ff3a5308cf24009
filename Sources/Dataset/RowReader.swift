package import FileStorage
import RunDocument

/// The rows of a table as cells of text, from CSV, TSV or JSON Lines, one after the other.
///
/// Cells are valid until the next `advance()`.
package final class RowReader {
    package let format: DataFormat
    /// The names in the header; for JSON Lines the names that were asked for, then every other
    /// key in the order it was met.
    package private(set) var header: [String]
    /// The header as it was written; empty for JSON Lines.
    package let rawHeader: [UInt8]
    package let name: String
    private let reader: BlockReader
    private let block = TableBlock()
    private var cutters = Cutters()
    /// -1 before the first row of the block.
    private var row = -1
    /// Where the block's columns that the source's header does not have stand in `header`.
    private var added: [String: Int] = [:]
    private var hasBlock: Bool

    package init(_ source: DataSource, _ options: ReadingOptions = ReadingOptions())
        throws(DatasetError)
    {
        name = source.name
        reader = BlockReader([source], options)
        hasBlock = try reader.next(into: block)
        format = reader.header.format
        header = reader.header.names
        rawHeader = reader.header.raw
        block.firstLine = reader.header.firstLine
        if hasBlock { try cut() }
    }

    private func cut() throws(DatasetError) {
        cutters.cut(block)
        if let fault = block.fault { throw fault.error(in: block) }
        row = -1
        for (name, _) in block.newNames where added[name] == nil {
            added[name] = header.count
            header.append(name)
        }
    }

    /// Goes to the next row; empty lines are none.
    ///
    /// - Returns: false at the end.
    package func advance() throws(DatasetError) -> Bool {
        row += 1
        while row >= block.rowCount {
            guard hasBlock else { return false }
            let line = block.firstLine + block.lineCount
            hasBlock = try reader.next(into: block)
            guard hasBlock else { return false }
            block.firstLine = line
            try cut()
            row = 0
        }
        return true
    }

    /// The line that the current row starts on.
    package var line: Int { block.line(ofRow: row) }

    /// The row as it was written, without its line end.
    package var raw: UnsafeBufferPointer<UInt8> { block.raw(row) }

    /// The digest of the source's bytes, once the last row was read.
    package var digest: Digest? { reader.digests.first }

    /// How many cells the row has; for JSON Lines as many as there are columns.
    package var cellCount: Int {
        guard format != .jsonLines else { return header.count }
        return block.ragged.first { $0.row == row }?.cells ?? block.columnCount
    }

    /// A cell's text; nil for a JSON null or an absent cell.
    package func cell(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let column = column(of: index) else { return nil }
        let cell = block.column(column)[row]
        return cell.isAbsent ? nil : block.text(cell)
    }

    /// Where a column of `header` stands in the block.
    private func column(of index: Int) -> Int? {
        let known = block.source.names.count
        guard index >= known else { return index }
        guard index < header.count else { return nil }
        return block.newNames.firstIndex { $0.name == header[index] }.map { known + $0 }
    }
}
