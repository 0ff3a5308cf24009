import Dataset
import Glibc

/// Some rows of a block, packed, and the hashes of all of its rows.
package struct PackedRows: Sendable {
    /// Of each row of the block, as it is written.
    private(set) var hashes: [UInt64] = []
    /// Filled up to the last of `ends`.
    private var bytes: [UInt8] = []
    private var ends: [(hash: UInt64, end: Int)] = []

    package init() {}

    /// Begins with a block, of which no row is packed yet.
    mutating func begin(_ block: TableBlock) {
        ends.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        hashes.reserveCapacity(block.rowCount)
        let hash = ByteHash.standard
        for row in 0..<block.rowCount {
            hashes.append(hash.hash64(UnsafeRawBufferPointer(block.raw(row))))
        }
    }

    /// Packs a row of the block, as `PackedRow` does.
    ///
    /// - Parameter places: where the table's columns stand in the block.
    mutating func append(_ row: Int, of block: TableBlock, _ places: [Int?]) {
        let start = ends.last?.end ?? 0
        // A cell of 32-bit length has five bytes before it at most.
        var most = 5 * places.count
        for place in places {
            let cell = Self.cell(row, block, place)
            most += cell.isAbsent ? 0 : Int(cell.count)
        }
        if bytes.count < start + most {
            bytes += [UInt8](repeating: 0, count: max(start + most, 2 * bytes.count) - bytes.count)
        }
        var end = start
        bytes.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            for place in places {
                let cell = Self.cell(row, block, place)
                let text = cell.isAbsent ? nil : UnsafeRawBufferPointer(block.text(cell))
                end += PackedRow.pack(text, into: base + end)
            }
        }
        ends.append((hashes[row], end))
    }

    @inline(__always)
    private static func cell(_ row: Int, _ block: TableBlock, _ place: Int?) -> Cell {
        guard let place, place < block.columnCount else { return .absent }
        return block.column(place)[row]
    }

    func forEach(_ body: (_ row: UnsafeRawBufferPointer, _ hash: UInt64) -> Void) {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            for (hash, end) in ends {
                body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), hash)
                start = end
            }
        }
    }
}
