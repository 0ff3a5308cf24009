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
    private let all: SplitKeyCollector
    private let divided: SplitKeyCollector

    /// Nil if the schema names no field of folds.
    init?(_ schema: TableSchema) {
        guard let name = schema.dataset.foldKey,
            let field = schema.fields.firstIndex(where: { $0.name == name })
        else { return nil }
        (self.name, self.field) = (name, field)
        let parts = Self.parts.map(\.part)
        let memory = SplitKeyCollector.defaultMemoryLimit / 2
        all = SplitKeyCollector(schema, parts, memoryLimit: memory)
        divided = SplitKeyCollector(schema, parts, memoryLimit: memory)
    }

    /// - Parameter places: where the schema's fields stand in the block.
    func keys(of block: TableBlock, _ places: [Int?]) -> Keys {
        let keys = all.keys(of: block, places)
        let folds = (0..<block.rowCount).map { row -> UInt64 in
            guard let place = places[field], !block.column(place)[row].isAbsent else { return 0 }
            let text = block.text(block.column(place)[row])
            return KeyHash.secret.hash64(UnsafeRawBufferPointer(text))
        }
        let divided = keys.map { keys in
            zip(keys, folds).map { key, fold in
                key.map { key in
                    withUnsafeBytes(of: (key, fold)) { KeyHash.secret.hash128($0) }
                }
            }
        }
        return Keys(all: keys, divided: divided)
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
