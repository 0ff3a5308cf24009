import Dataset
import Profile

/// What holds a table's rows against those of other tables and splits: foreign keys, the split and
/// the fold that each row is in, and the keys and the profiles by which splits are compared.
final class RowRelations: @unchecked Sendable {
    // Written in turn.

    /// What is learned of a block before its turn.
    struct Found {
        fileprivate let foreign: [ForeignKeyCheck.BlockKeys]
        fileprivate let placing: SplitKeyCheck.Placing?
        fileprivate let leakKeys: SplitKeyCollector.Keys?
        fileprivate let folds: FoldCheck.Keys?
    }

    private let foreignKeys: [ForeignKeyCheck]
    private let splitKey: SplitKeyCheck?
    private let leakKeys: SplitKeyCollector?
    private let folds: FoldCheck?
    /// The splits that stand in this table, if they are to be compared.
    let parts: SplitParts?

    init(_ schema: TableSchema, _ parsers: [CellParser], _ request: ValidationRequest) throws {
        foreignKeys = ForeignKeyCheck.all(of: schema, parsers, request.referenced)
        splitKey = SplitKeyCheck(schema, request.splits.values)
        leakKeys = request.keepsKeys ? SplitKeyCollector(schema) : nil
        folds = FoldCheck(schema)
        parts =
            request.dividesSplits && splitKey != nil
            ? try SplitParts(schema, schemaDigest: request.schemaDigest, count: 2) : nil
    }

    /// - Parameter places: where the schema's fields stand in the block.
    func look(at block: TableBlock, _ places: [Int?], _ scratch: SplitParts.Scratch?) -> Found {
        let placing = splitKey?.placing(block, places)
        if let placing, let scratch { parts?.divide(block, placing.rows, places, scratch) }
        return Found(
            foreign: foreignKeys.map { $0.keys(of: block, places) },
            placing: placing,
            leakKeys: leakKeys?.keys(of: block, places),
            folds: folds?.keys(of: block, places)
        )
    }

    /// Adds what was learned of the next block; in turn.
    ///
    /// - Throws: `ProfileError.scratch`, `SchemaError`.
    func add(
        _ found: Found, of block: TableBlock, _ places: [Int?], _ scratch: SplitParts.Scratch?
    ) throws {
        for (check, keys) in zip(foreignKeys, found.foreign) {
            try check.add(keys, of: block, places)
        }
        if let placing = found.placing { splitKey?.add(placing) }
        if let keys = found.leakKeys { try leakKeys?.add(keys) }
        if let keys = found.folds { try folds?.add(keys) }
        if let scratch { try parts?.begin(scratch) }
    }

    /// What was found, once the last block was added.
    ///
    /// - Throws: `ProfileError.scratch`.
    func findings(_ profile: TableProfile) throws -> [Finding] {
        try foreignKeys.map { try $0.finding() } + [splitKey?.finding].compactMap(\.self)
            + (folds?.findings(profile) ?? [])
    }

    /// The keys of the whole table, and what was learned of each split in it.
    ///
    /// - Throws: `ProfileError.scratch`.
    func finish() throws -> (keys: SplitKeys?, splits: [SplitData]) {
        (try leakKeys?.finish(), try parts?.finish() ?? [])
    }
}
