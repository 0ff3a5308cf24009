package import Dataset

/// Profiles a table: one pass over its bytes.
package final class ProfileScan: BlockConsumer {
    /// What a thread needs for itself.
    package struct Scratch {
        let counter = ColumnCounter()
        var rows = PackedRows()
        var columns = BlockColumns()
    }

    private let profiler: TableProfiler

    private init(_ profiler: TableProfiler) { self.profiler = profiler }

    /// - Parameters:
    ///   - threads: the profile does not depend on it.
    ///   - progress: told of the stored bytes read so far.
    /// - Throws: `DatasetError`, `SchemaError`.
    package static func run(
        _ sources: [DataSource],
        schema: TableSchema? = nil,
        schemaDigest: String? = nil,
        options: ReadingOptions = ReadingOptions(),
        threads: Int = ProcessorCount.available,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws -> TableProfile {
        let profiler = try TableProfiler(schema, schemaDigest: schemaDigest)
        let scan = ProfileScan(profiler)
        _ = try TableScan.run(sources, options, threads: threads, progress: progress, scan)
        return profiler.profile()
    }

    package func makeScratch() -> Scratch { Scratch() }

    package func begin(_ block: TableBlock, _ scratch: inout Scratch) throws -> Int {
        scratch.columns = try profiler.begin(block)
        // A stage for the rows, and one for each column.
        return scratch.columns.columns.count + 1
    }

    package func consume(_ block: TableBlock, _ scratch: inout Scratch, _ turns: Turns) throws {
        let plan = scratch.columns
        profiler.pack(&scratch.rows, of: block, plan)
        try turns.inOrder(1, block.index) { profiler.add(scratch.rows) }
        for (index, column) in plan.columns.enumerated() {
            scratch.counter.count(block, column: plan.places[index], column.reading)
            let facts = profiler.facts(scratch.counter, column)
            try turns.inOrder(index + 2, block.index) {
                column.add(scratch.counter, facts, rows: block.rowCount)
            }
        }
    }
}
