import Dataset
import Profile

/// Finds rows, ids and groups that are in several folds of a cross-validation.
final class FoldCheck {
    /// The keys of a block's rows, without and with the fold.
    struct Keys {
        fileprivate let all: SplitKeyCollector.Keys
        fileprivate let divided: SplitKeyCollector.Keys
    }

    private static let parts: [(part: SplitKeys.Part, name: String)] = [
        (.rows, "rows"), (.ids, "ids"), (.groups, "groups"),
    ]

    private let name: String
    private let field: Int
    private let missing: [[UInt8]]
    private let all: SplitKeyCollector
    private let divided: SplitKeyCollector

    /// Nil if the schema names no field of folds.
    init?(_ schema: TableSchema) {
        guard let name = schema.dataset.foldKey,
            let field = schema.fields.firstIndex(where: { $0.name == name })
        else { return nil }
        (self.name, self.field) = (name, field)
        missing = schema.missingValues(of: schema.fields[field]).map { Array($0.utf8) }
        let parts = Self.parts.map(\.part)
        let memory = SplitKeyCollector.defaultMemoryLimit / 2
        all = SplitKeyCollector(schema, parts, memoryLimit: memory)
        divided = SplitKeyCollector(schema, parts, memoryLimit: memory)
    }

    /// - Parameter places: where the schema's fields stand in the block.
    func keys(of block: TableBlock, _ places: [Int?]) -> Keys {
        let folds = (0..<block.rowCount).map { fold(ofRow: $0, block, places) }
        let keys = all.keys(of: block, places).map { keys in
            zip(keys, folds).map { key, fold in fold == nil ? nil : key }
        }
        let divided = keys.map { keys in
            zip(keys, folds).map { key, fold -> UInt128? in
                guard let key, let fold else { return nil }
                return withUnsafeBytes(of: (key, fold)) { KeyHash.secret.hash128($0) }
            }
        }
        return Keys(all: keys, divided: divided)
    }

    /// The hash of a row's fold; nil if it is in none.
    private func fold(ofRow row: Int, _ block: TableBlock, _ places: [Int?]) -> UInt64? {
        guard let place = places[field] else { return nil }
        let cell = block.column(place)[row]
        guard !cell.isAbsent, !missing.contains(where: { $0.isEqual(to: block.text(cell)) })
        else { return nil }
        return KeyHash.secret.hash64(UnsafeRawBufferPointer(block.text(cell)))
    }

    /// Adds the keys of the next block.
    ///
    /// - Throws: `ProfileError.scratch`.
    func add(_ keys: Keys) throws(ProfileError) {
        try all.add(keys.all)
        try divided.add(keys.divided)
    }

    /// What was found, once the last block was added.
    ///
    /// - Throws: `ProfileError.scratch`.
    func findings(_ profile: TableProfile) throws -> [Finding] {
        guard let column = profile[name], var folds = Folds(column) else {
            let reason = "'\(name)' has more distinct values than are kept"
            return ["fold-overlap", "fold-missing"].map { Finding(skipping: $0, reason: reason) }
        }
        let (all, divided) = (try all.finish().keys, try divided.finish().keys)
        for (part, name) in Self.parts {
            guard let keys = all[part], let apart = divided[part] else { continue }
            folds.shared.append((name, apart.distinctCount - keys.distinctCount))
        }
        return folds.findings
    }
}
