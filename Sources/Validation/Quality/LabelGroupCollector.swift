import Dataset
import Profile

/// Groups a table's rows by their features while it is read.
final class LabelGroupCollector {
    /// The hashes of a row's features, and of its label; nil for a row without one.
    typealias RowHashes = (features: [UInt64], label: [UInt128?])

    private let features: [Int]
    private let target: Int
    private let parsers: [CellParser]
    private var groups = LabelGroups()

    /// Nil if the schema names no class to tell from features.
    init?(_ schema: TableSchema, _ parsers: [CellParser]) {
        let roles = schema.fields.map(\.role)
        features = roles.indices.filter { roles[$0] == .feature }
        guard let target = roles.firstIndex(of: .target), !features.isEmpty,
            schema.dataset.task != .regression
        else { return nil }
        self.target = target
        self.parsers = parsers
    }

    /// Values that are equal in their type have equal hashes, which are the same in every process.
    ///
    /// - Parameter places: where the schema's fields stand in the block.
    func hashes(of block: TableBlock, _ places: [Int?]) -> RowHashes {
        var keys = [UInt64](repeating: 0, count: block.rowCount)
        for field in features {
            let hashes = hashes(of: block, field, places[field])
            for row in keys.indices {
                keys[row] = withUnsafeBytes(of: (keys[row], hashes[row] ?? 0)) {
                    ByteHash.standard.hash64($0)
                }
            }
        }
        return (keys, hashes(of: block, target, places[target]))
    }

    private func hashes(of block: TableBlock, _ field: Int, _ place: Int?) -> [UInt128?] {
        guard let place else { return Array(repeating: nil, count: block.rowCount) }
        var hashes = CellHashes(block, parsers[field], .standard)
        let cells = block.column(place)
        return (0..<block.rowCount).map { hashes.hash(of: cells[$0]) }
    }

    /// Adds the rows of the next block.
    func add(_ hashes: RowHashes) {
        for case (let features, let label?) in zip(hashes.features, hashes.label) {
            groups.add(features: features, label: UInt64(truncatingIfNeeded: label >> 64))
        }
    }

    /// All rows, once the last block was added.
    func finish() -> LabelGroups {
        groups.settle()
        return groups
    }
}
