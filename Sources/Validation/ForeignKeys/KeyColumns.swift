import Dataset
import Profile

/// Columns whose values, taken together, are the key of a row.
///
/// Values are compared as what they are read as: `01` and `1` are one integer, and `1` and `1.0`
/// one number. A cell without a value, or with none of its type, is nothing, and nothing is equal
/// to nothing, as `None` is to frictionless; a row with no value in any of the columns has no key.
struct KeyColumns: Sendable {
    private let parsers: [CellParser]

    init(_ parsers: [CellParser]) { self.parsers = parsers }

    /// The key of each row of a block; nil for one that has none.
    ///
    /// - Parameter places: where the columns stand in the block, as many as there are parsers.
    func keys(of block: TableBlock, _ places: [Int?]) -> [UInt128?] {
        guard parsers.count > 1 else { return values(of: block, places[0], parsers[0]) }
        var keys = [UInt128](repeating: 0, count: block.rowCount)
        var hasValue = [Bool](repeating: false, count: block.rowCount)
        for (place, parser) in zip(places, parsers) {
            for (row, value) in values(of: block, place, parser).enumerated() {
                hasValue[row] = hasValue[row] || value != nil
                keys[row] = withUnsafeBytes(of: (keys[row], value ?? 0)) {
                    KeyHash.secret.hash128($0)
                }
            }
        }
        return zip(keys, hasValue).map { $1 ? $0 : nil }
    }

    private func values(of block: TableBlock, _ place: Int?, _ parser: CellParser) -> [UInt128?] {
        guard let place else { return Array(repeating: nil, count: block.rowCount) }
        var hashes = CellHashes(block, parser)
        let cells = block.column(place)
        return (0..<block.rowCount).map { hashes.hash(of: cells[$0]) }
    }
}
