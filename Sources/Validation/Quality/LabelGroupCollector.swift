import Dataset
import Profile

/// Groups a table's rows by their features while it is read.
final class LabelGroupCollector {
    /// The hashes of a row's features and of its label.
    typealias RowHashes = (features: [UInt64], label: [UInt64])

    private let features: [Int]
    private let target: Int
    private var groups = LabelGroups()

    /// Nil if the schema names no class to tell from features.
    init?(_ schema: TableSchema) {
        let roles = schema.fields.map(\.role)
        features = roles.indices.filter { roles[$0] == .feature }
        guard let target = roles.firstIndex(of: .target), !features.isEmpty,
            schema.dataset.task != .regression
        else { return nil }
        self.target = target
    }

    /// - Parameter places: where the schema's fields stand in the block.
    func hashes(of block: TableBlock, _ places: [Int?]) -> RowHashes {
        var keys = [UInt64](repeating: 0, count: block.rowCount)
        for field in features { Self.add(block, places[field], to: &keys) }
        var labels = [UInt64](repeating: 0, count: block.rowCount)
        Self.add(block, places[target], to: &labels)
        return (keys, labels)
    }

    private static func add(_ block: TableBlock, _ place: Int?, to hashes: inout [UInt64]) {
        guard let place else { return }
        let cells = block.column(place)
        for row in hashes.indices {
            let cell = cells[row]
            let hash =
                cell.isAbsent
                ? 0 : ByteHash.standard.hash64(UnsafeRawBufferPointer(block.text(cell)))
            hashes[row] = withUnsafeBytes(of: (hashes[row], hash)) {
                ByteHash.standard.hash64($0)
            }
        }
    }

    /// Adds the rows of the next block.
    func add(_ hashes: RowHashes) {
        for (features, label) in zip(hashes.features, hashes.label) {
            groups.add(features: features, label: label)
        }
    }

    /// All rows, once the last block was added.
    func finish() -> LabelGroups {
        groups.settle()
        return groups
    }
}
