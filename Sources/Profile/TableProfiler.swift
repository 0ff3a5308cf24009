package import Dataset
import Synchronization

/// The columns of a block, among those of the table.
package struct BlockColumns: Sendable {
    /// All columns of the table so far.
    package fileprivate(set) var columns: [ColumnState] = []
    /// Where each of them stands in the block; nil if the block does not have it.
    package fileprivate(set) var places: [Int?] = []

    package init() {}
}

/// Builds the profile of a table, block by block.
///
/// Several threads can count in different blocks at once; what a block adds to the profile is added
/// in the order of the blocks.
package final class TableProfiler: @unchecked Sendable {
    // Written in turn.
    private let schema: TableSchema?
    private let schemaDigest: String?
    private let classifier: TextClassifier
    private var current = BlockColumns()
    private var indices: [String: Int] = [:]
    private var limits: ProfileParameters?
    private var source = -1
    private var rows = 0
    @exclusivity(unchecked) private var sample = RowSample()
    /// No row of a greater hash gets into the sample; may be read at any time.
    private let sampleBound = Atomic(UInt64.max)
    @exclusivity(unchecked) private var distinctRows = HyperLogLog()

    /// - Parameter schema: how cells are read; nil to take each for what it looks like.
    package init(_ schema: TableSchema? = nil, schemaDigest: String? = nil) throws(SchemaError) {
        self.schema = schema
        self.schemaDigest = schemaDigest
        classifier = try TextClassifier()
    }

    /// Learns which columns a block has; in turn.
    package func begin(_ block: TableBlock) throws(SchemaError) -> BlockColumns {
        rows += block.rowCount
        let hasNewNames = !block.newNames.isEmpty
        guard block.source.index != source || hasNewNames else { return current }
        source = block.source.index
        let names = block.source.names + block.newNames.map(\.name)
        let limits =
            limits ?? ProfileParameters(columns: names.count, schemaDigest: schemaDigest)
        self.limits = limits
        for name in names where indices[name] == nil {
            indices[name] = current.columns.count
            current.columns.append(try column(name, limits))
        }
        current.places = current.columns.map { column in
            // Of two columns with one name the first counts.
            names.firstIndex(of: column.name)
        }
        let result = current
        // The next block of the source has these names only if it meets them itself.
        if hasNewNames { source = -1 }
        return result
    }

    private func column(_ name: String, _ limits: ProfileParameters) throws(SchemaError)
        -> ColumnState
    {
        guard let schema, let field = schema[name] else {
            return ColumnState(
                name, nil,
                ColumnReading(missing: schema?.missingValues ?? ColumnReading.usualMissing),
                limits)
        }
        return ColumnState(name, field, try ColumnReading(field, of: schema), limits)
    }

    /// What the texts of a column in a block look like.
    package func facts(_ counter: ColumnCounter, _ column: ColumnState) -> TextFacts {
        classifier.facts(counter.texts, column.reading.parser)
    }

    /// Packs the rows of a block that may get into the sample; rows of blocks before it may yet
    /// keep them out.
    package func pack(
        _ rows: inout PackedRows, of block: TableBlock, _ columns: BlockColumns
    ) {
        rows.begin(block)
        let bound = sampleBound.load(ordering: .relaxed)
        for (row, hash) in rows.hashes.enumerated() where hash <= bound {
            rows.append(row, of: block, columns.places)
        }
    }

    /// Adds the rows of a block to the sample; in turn.
    package func add(_ rows: PackedRows) {
        distinctRows.add(hashes: rows.hashes)
        rows.forEach { row, hash in sample.add(row, hash: hash) }
        if let bound = sample.bound { sampleBound.store(bound, ordering: .relaxed) }
    }

    /// What was learned, once the last block was added.
    package func profile() -> TableProfile {
        sample.settle()
        return TableProfile(
            rows: rows,
            columns: current.columns.concurrentMap { [rows] in
                ColumnProfile($0.name, declared: $0.field?.type, rows: rows, $0.tallies)
            },
            parameters: limits ?? ProfileParameters(columns: 0, schemaDigest: schemaDigest),
            sample: sample,
            rowHashes: distinctRows
        )
    }
}
