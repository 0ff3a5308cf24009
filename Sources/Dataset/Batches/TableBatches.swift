/// Reads tables as typed batches of rows, on as many threads as there are cores.
package enum TableBatches {
    /// Where a batch stands in its source.
    package struct Place: Hashable, Sendable {
        package var source: String
        /// Rows before it in its source.
        package var firstRow: Int
    }

    /// Reads all sources to their ends.
    ///
    /// Columns of type number, integer and boolean become numeric, all others text. Columns that
    /// the schema does not have, or has with the role `ignore`, are left out.
    ///
    /// - Parameters:
    ///   - columns: the only ones that are read; nil for all of the schema.
    ///   - transform: works on a batch, on any thread, in any order.
    ///   - collect: takes what `transform` made of each batch, in the order of the rows, whatever
    ///     the number of threads.
    /// - Throws: `DatasetError`, and what the two closures throw: the error of the first batch
    ///   that has one.
    package static func read<Result>(
        _ sources: [DataSource],
        schema: TableSchema,
        columns: Set<String>? = nil,
        progress: @escaping @Sendable (Int) -> Void = { _ in },
        transform: @escaping @Sendable (Table, Place) throws -> Result,
        collect: @escaping (Result) throws -> Void
    ) throws -> TableScan.Summary {
        var options = ReadingOptions()
        options.dialect = schema.dialect
        options.columns = schema.fields.map(\.name)
        options.isDigesting = true
        let consumer = BatchConsumer(schema, columns, transform, collect)
        return try TableScan.run(sources, options, progress: progress, consumer)
    }

    /// The first rows; not much more is read.
    ///
    /// - Throws: `DatasetError.noRows` if there is none.
    package static func head(
        _ sources: [DataSource], schema: TableSchema, rows: Int
    ) throws -> Table {
        struct Enough: Error {}
        var table = Table()
        do {
            _ = try read(
                sources, schema: schema, transform: { batch, _ in batch },
                collect: { batch in
                    if table.rowCount == 0 { table = batch } else { table.append(batch) }
                    if table.rowCount >= rows { throw Enough() }
                })
        } catch is Enough {}
        guard table.rowCount > 0 else { throw noRows(sources) }
        return table.prefix(rows)
    }

    /// Reads all sources as one table.
    ///
    /// - Throws: `DatasetError.noRows` if there is no row in any of them.
    package static func readAll(
        _ sources: [DataSource], schema: TableSchema, columns: Set<String>? = nil
    ) throws -> Table {
        var all = Table()
        _ = try read(
            sources, schema: schema, columns: columns, transform: { table, _ in table },
            collect: { table in
                if all.rowCount == 0 { all = table } else { all.append(table) }
            })
        guard all.rowCount > 0 else { throw noRows(sources) }
        return all
    }

    private static func noRows(_ sources: [DataSource]) -> DatasetError {
        .noRows(file: sources.map(\.name).joined(separator: "', '"))
    }
}

/// Makes tables of blocks.
private final class BatchConsumer<Result>: BlockConsumer, @unchecked Sendable {
    typealias Transform = @Sendable (Table, TableBatches.Place) throws -> Result

    /// The columns of one block.
    struct Scratch { var columns: [BatchColumn] = [] }

    private let schema: TableSchema
    private let names: Set<String>?
    private let transform: Transform
    // Called in turn.
    private let collect: (Result) throws -> Void
    // Written in turn.
    private var columns: [BatchColumn] = []
    private var source = -1

    init(
        _ schema: TableSchema, _ names: Set<String>?, _ transform: @escaping Transform,
        _ collect: @escaping (Result) throws -> Void
    ) {
        self.schema = schema
        self.names = names
        self.transform = transform
        self.collect = collect
    }

    func makeScratch() -> Scratch { Scratch() }

    func begin(_ block: TableBlock, _ scratch: inout Scratch) throws -> Int {
        if block.source.index != source {
            columns = try BatchColumn.columns(of: block.source, schema, names)
            source = block.source.index
        }
        if block.source.format != .jsonLines, let (row, cells) = block.ragged.first {
            throw DatasetError.raggedRow(
                file: block.source.name,
                line: block.line(ofRow: row),
                cells: cells,
                expected: block.source.names.count
            )
        }
        scratch.columns = columns
        return 1
    }

    func consume(_ block: TableBlock, _ scratch: inout Scratch, _ turns: Turns) throws {
        let place = TableBatches.Place(source: block.source.name, firstRow: block.firstRow)
        let result = try transform(try BatchColumn.table(of: block, scratch.columns), place)
        try turns.inOrder(1, block.index) {
            if block.rowCount > 0 { try collect(result) }
        }
    }
}
