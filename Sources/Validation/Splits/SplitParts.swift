import Dataset
import Profile

/// The splits that the rows of one table are in, each learned as if it were a table of its own.
final class SplitParts: @unchecked Sendable {
    // Written in turn.

    /// What a thread needs for itself.
    final class Scratch {
        fileprivate var parts: [PartScratch]

        fileprivate init(_ parts: [PartScratch]) { self.parts = parts }
    }

    fileprivate struct PartScratch {
        let block = TableBlock.empty()
        var rows: [Int] = []
        var packed = PackedRows()
        var keys: SplitKeyCollector.Keys = []
        var columns = BlockColumns()
    }

    private struct Part {
        let profiler: TableProfiler
        let keys: SplitKeyCollector
    }

    private let parts: [Part]
    private var rows = 0

    init(_ schema: TableSchema, schemaDigest: String?, count: Int) throws {
        var parts: [Part] = []
        for _ in 0..<count {
            parts.append(
                Part(
                    profiler: try TableProfiler(schema, schemaDigest: schemaDigest),
                    keys: SplitKeyCollector(
                        schema, memoryLimit: SplitKeyCollector.defaultMemoryLimit / count)))
        }
        self.parts = parts
    }

    var count: Int { parts.count }

    func makeScratch() -> Scratch { Scratch(parts.map { _ in PartScratch() }) }

    /// Parts the rows of a block.
    ///
    /// - Parameters:
    ///   - rows: those of each split.
    ///   - places: where the schema's fields stand in the block.
    func divide(
        _ block: TableBlock, _ rows: [[Int]], _ places: [Int?], _ scratch: Scratch
    ) {
        for index in parts.indices {
            scratch.parts[index].block.take(rows[index], of: block)
            scratch.parts[index].rows = rows[index]
            scratch.parts[index].keys = parts[index].keys.keys(
                of: scratch.parts[index].block,
                places.map { place in
                    place.flatMap { self.place($0, in: scratch.parts[index].block, of: block) }
                })
        }
    }

    /// Where a column of a block stands among the columns that a part of it has.
    private func place(_ place: Int, in part: TableBlock, of block: TableBlock) -> Int? {
        let known = block.columnCount - block.newNames.count
        guard place >= known else { return place }
        let name = block.newNames[place - known].name
        return part.newNames.firstIndex { $0.name == name }.map { known + $0 }
    }

    /// Learns which columns the parts of the next block have; in turn.
    ///
    /// - Throws: `SchemaError`.
    func begin(_ scratch: Scratch) throws(SchemaError) {
        for index in parts.indices {
            scratch.parts[index].columns = try parts[index].profiler.begin(
                scratch.parts[index].block)
        }
    }

    /// Packs the rows that may get into the samples.
    func pack(_ scratch: Scratch) {
        for index in parts.indices {
            let part = scratch.parts[index]
            parts[index].profiler.pack(
                &scratch.parts[index].packed, of: part.block, part.columns)
        }
    }

    /// Adds the rows of the next block; in turn.
    ///
    /// - Throws: `ProfileError.scratch`.
    func addRows(_ scratch: Scratch, of block: TableBlock) throws(ProfileError) {
        for (part, own) in zip(parts, scratch.parts) {
            part.profiler.add(own.packed)
            try part.keys.add(own.keys, rows: own.rows.map { rows + $0 })
        }
        rows += block.rowCount
    }

    /// Counts a column of a part and adds it in turn.
    func countColumn(
        _ name: String, at index: Int, part: Int, _ scratch: Scratch, _ counter: ColumnCounter,
        inTurn: (() -> Void) throws -> Void
    ) throws {
        let (block, columns) = (scratch.parts[part].block, scratch.parts[part].columns)
        let isThere = columns.columns.indices.contains(index) && columns.columns[index].name == name
        let place = isThere ? index : columns.columns.firstIndex { $0.name == name }
        guard let place else { return try inTurn {} }
        let column = columns.columns[place]
        counter.count(block, column: columns.places[place], column.reading)
        let facts = parts[part].profiler.facts(counter, column)
        try inTurn { column.add(counter, facts, rows: block.rowCount) }
    }

    /// What was learned of each part, once the last block was added.
    ///
    /// - Throws: `ProfileError.scratch`.
    func finish() throws -> [SplitData] {
        try parts.map {
            SplitData(profile: $0.profiler.profile(), keys: try $0.keys.finish())
        }
    }
}
