import Dataset

/// Some rows of a block, packed, and the hashes of all of its rows.
package struct PackedRows: Sendable {
    /// Of each row of the block, as it is written.
    private(set) var hashes: [UInt64] = []
    private var packed = PackedRow()
    private var ends: [(hash: UInt64, end: Int)] = []

    package init() {}

    /// Begins with a block, of which no row is packed yet.
    mutating func begin(_ block: TableBlock) {
        packed.removeAll()
        ends.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        hashes.reserveCapacity(block.rowCount)
        let hash = ByteHash.standard
        for row in 0..<block.rowCount {
            hashes.append(hash.hash64(UnsafeRawBufferPointer(block.raw(row))))
        }
    }

    /// Packs a row of the block.
    ///
    /// - Parameter places: where the table's columns stand in the block.
    mutating func append(_ row: Int, of block: TableBlock, _ places: [Int?]) {
        for place in places {
            guard let place, place < block.columnCount else {
                packed.appendMissing()
                continue
            }
            let cell = block.column(place)[row]
            if cell.isAbsent {
                packed.appendMissing()
            } else {
                packed.append(UnsafeRawBufferPointer(block.text(cell)))
            }
        }
        ends.append((hashes[row], packed.bytes.count))
    }

    func forEach(_ body: (_ row: UnsafeRawBufferPointer, _ hash: UInt64) -> Void) {
        packed.bytes.withUnsafeBytes { bytes in
            var start = 0
            for (hash, end) in ends {
                body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), hash)
                start = end
            }
        }
    }
}
