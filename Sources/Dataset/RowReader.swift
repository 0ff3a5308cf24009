package import FileStorage
import RunDocument

/// The rows of a table as cells of text, from CSV, TSV or JSON Lines.
///
/// Cells are valid until the next `advance()`.
package final class RowReader {
    package let format: DataFormat
    /// The names in the header; for JSON Lines the names that were asked for, then every other
    /// key in the order it was met.
    package private(set) var header: [String]
    /// The header as it was written; empty for JSON Lines.
    package let rawHeader: [UInt8]
    private let scanner: RecordScanner
    private var object: ObjectCells?

    /// - Parameters:
    ///   - format: nil to go by the name, and where that says nothing by the first byte.
    ///   - columns: the order of the columns for JSON Lines, which has none of its own.
    package init(
        _ source: DataSource,
        format: DataFormat? = nil,
        columns: [String] = [],
        digesting: Bool = false,
        chunkSize: Int = RecordScanner.defaultChunkSize
    ) throws(DatasetError) {
        let known = format ?? DataFormat(name: source.name)
        scanner = try RecordScanner(
            source,
            dialect: known?.dialect ?? .commaSeparated,
            digesting: digesting,
            chunkSize: chunkSize
        )
        if let known {
            self.format = known
        } else if scanner.firstByte == UInt8(ascii: "{") {
            self.format = .jsonLines
            scanner.use(.lines)
        } else {
            self.format = .delimited(.commaSeparated)
        }
        if self.format == .jsonLines {
            header = columns
            rawHeader = []
            object = ObjectCells(columns: columns)
        } else {
            repeat {
                guard try scanner.advance() else { throw .empty(file: source.name) }
            } while scanner.isBlank
            header = scanner.texts
            rawHeader = Array(scanner.raw)
        }
    }

    package var name: String { scanner.name }

    /// The line that the current row starts on.
    package var line: Int { scanner.line }

    /// Whether the row is an empty line.
    package var isBlank: Bool { scanner.isBlank }

    /// The row as it was written, without its line end.
    package var raw: UnsafeBufferPointer<UInt8> { scanner.raw }

    /// The digest of the source's bytes, once the last row was read.
    package var digest: Digest? { scanner.stream.digest }

    /// - Returns: false at the end.
    package func advance() throws(DatasetError) -> Bool {
        guard try scanner.advance() else { return false }
        if let object {
            if scanner.isBlank {
                object.removeAll()
            } else {
                try object.read(scanner.raw, file: name, line: line)
                header = object.columns
            }
        }
        return true
    }

    package var cellCount: Int { object?.cellCount ?? scanner.cellCount }

    /// A cell's text; nil for a JSON null or an absent key.
    package func cell(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
        if let object { object.cell(index) } else { scanner.cell(index) }
    }
}

extension DataFormat {
    var dialect: Dialect {
        switch self {
        case .delimited(let dialect): dialect
        case .jsonLines: .lines
        }
    }
}
