import Dataset

/// Everything that a scan hands out, copied out of its blocks.
struct ScannedTable: Equatable {
    struct Row: Equatable {
        var line: Int
        var cells: [String: String]
        var raw: String
    }

    struct Ragged: Equatable {
        var row: Int
        var cells: Int
    }

    var rows: [Row] = []
    var ragged: [Ragged] = []
    var blankRows: [Int] = []
    /// The numbers of the empty lines.
    var blankLines: [Int] = []
    /// Keys of JSON Lines, in the order in which they were met.
    var names: [String] = []
    /// What was wrong; then there is nothing else.
    var error: DatasetError?

    init(_ sources: [DataSource], _ options: ReadingOptions, threads: Int = 1) throws {
        let collector = Collector()
        do {
            _ = try TableScan.run(sources, options, threads: threads, collector)
            self = collector.table
        } catch let error as DatasetError {
            self.error = error
        }
    }

    init(
        _ bytes: [UInt8], _ format: DataFormat, blockSize: Int = 1 << 19,
        columns: [String] = ["a", "b"], threads: Int = 1
    ) throws {
        var options = ReadingOptions()
        options.format = format
        options.columns = columns
        options.blockSize = blockSize
        try self.init([.bytes(bytes, name: "t")], options, threads: threads)
    }

    fileprivate init() {}
}

private final class Collector: BlockConsumer, @unchecked Sendable {
    // Written in turn.
    fileprivate var table = ScannedTable()

    func makeScratch() {}

    func begin(_ block: TableBlock, _ scratch: inout Void) -> Int {
        let names = block.source.names + block.newNames.map(\.name)
        for name in names where !table.names.contains(name) { table.names.append(name) }
        for row in 0..<block.rowCount {
            var cells: [String: String] = [:]
            for (column, name) in names.enumerated() {
                let cell = block.column(column)[row]
                if !cell.isAbsent { cells[name] = text(block.text(cell)) }
            }
            table.rows.append(
                ScannedTable.Row(
                    line: block.line(ofRow: row), cells: cells, raw: text(block.raw(row))))
        }
        table.ragged += block.ragged.map { .init(row: block.firstRow + $0.row, cells: $0.cells) }
        table.blankRows += block.blankRows.map { block.firstRow + $0 }
        table.blankLines += block.blankLines.map { block.line(at: $0) }
        return 0
    }

    func consume(_ block: TableBlock, _ scratch: inout Void, _ turns: Turns) {}
}
