/// Some consecutive rows of a table.
package struct Batch: Sendable {
    package var table: Table
    /// The line that the first row starts on.
    package var firstLine: Int
    /// Each row as it was written, without its line end, if that was asked for.
    package var raw: [[UInt8]]
}

/// Reads a table in batches, typed by a schema: CSV, TSV or JSON Lines.
///
/// Columns of type number, integer and boolean become numeric, all others text. Columns that the
/// schema does not have, or has with the role `ignore`, are left out; empty lines are skipped.
package struct TableReader {
    private struct Source {
        var index: Int
        var parser: CellParser
    }

    private let rows: RowReader
    private let sources: [Source]
    private let keepRaw: Bool
    /// The names in the header; for JSON Lines those of the schema.
    package let header: [String]

    /// - Throws: `DatasetError`; a table with none of the schema's columns is one.
    package init(
        _ source: DataSource,
        schema: TableSchema,
        format: DataFormat? = nil,
        keepRaw: Bool = false
    ) throws {
        var options = ReadingOptions()
        options.format = format
        options.dialect = schema.dialect
        options.columns = schema.fields.map(\.name)
        // Whoever waits for predictions does not wait for more rows first.
        options.fillsBlocks = false
        rows = try RowReader(source, options)
        header = rows.header
        self.keepRaw = keepRaw
        var sources: [Source] = []
        for field in schema.fields where field.role != .ignore {
            guard let index = header.firstIndex(of: field.name) else { continue }
            guard header.lastIndex(of: field.name) == index else {
                throw DatasetError.duplicateColumn(file: source.name, name: field.name)
            }
            sources.append(Source(index: index, parser: try CellParser(field, of: schema)))
        }
        guard !sources.isEmpty else { throw DatasetError.noKnownColumn(file: source.name) }
        self.sources = sources
    }

    package var format: DataFormat { rows.format }

    /// The header as it was written; empty for JSON Lines.
    package var rawHeader: [UInt8] { rows.rawHeader }

    /// The next rows, at most that many; nil at the end.
    ///
    /// - Throws: `DatasetError`, which names the line, and the column and value of a cell that
    ///   is not of its type.
    package mutating func next(maximumRows: Int) throws -> Batch? {
        var builders = sources.map { ColumnBuilder($0.parser.field) }
        var raw: [[UInt8]] = []
        var count = 0
        var firstLine = 0
        while count < maximumRows, try rows.advance() {
            if count == 0 { firstLine = rows.line }
            try checkWidth()
            for (position, source) in sources.enumerated() {
                try append(source, to: &builders[position])
            }
            if keepRaw { raw.append(Array(rows.raw)) }
            count += 1
        }
        guard count > 0 else { return nil }
        let table = Table(columns: builders.map(\.column), rowCount: count)
        return Batch(table: table, firstLine: firstLine, raw: raw)
    }

    private func checkWidth() throws(DatasetError) {
        guard rows.format == .jsonLines || rows.cellCount == header.count else {
            throw .raggedRow(
                file: rows.name,
                line: rows.line,
                cells: rows.cellCount,
                expected: header.count
            )
        }
    }

    private func append(_ source: Source, to builder: inout ColumnBuilder) throws(DatasetError) {
        guard let cell = rows.cell(source.index), !source.parser.isMissing(cell) else {
            return builder.appendMissing()
        }
        guard let value = source.parser.value(cell) else {
            throw .badCell(
                file: rows.name,
                line: rows.line,
                column: source.parser.field.name,
                value: String(decoding: cell.prefix(80), as: UTF8.self),
                type: source.parser.field.type
            )
        }
        builder.append(value, cell)
    }
}
