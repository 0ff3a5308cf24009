package import Dataset
import Glibc

/// Counts the distinct texts of one column in one block.
///
/// The texts stay where they are in the block. A class, whose memory is used for column after
/// column.
package final class BlockTexts {
    /// A distinct text.
    package struct Entry {
        package var hash: UInt64
        package var start: UInt32
        /// Bytes.
        package var length: UInt32
        /// Cells that hold it.
        package var count: UInt32
        /// The first row that holds it.
        package var row: UInt32

        package var cell: Cell { Cell(start: start, count: length) }
    }

    @exclusivity(unchecked) package private(set) var base: UnsafePointer<UInt8>
    @exclusivity(unchecked) private var slots: UnsafeMutablePointer<UInt32>
    @exclusivity(unchecked) private var capacity = 1024
    @exclusivity(unchecked) private var entryStore: UnsafeMutablePointer<Entry>
    @exclusivity(unchecked) private var entryCapacity = 512
    @exclusivity(unchecked) private var entryCount = 0
    private let hash = ByteHash.standard

    init() {
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        entryStore = .allocate(capacity: entryCapacity)
        base = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 0))
    }

    deinit {
        slots.deallocate()
        entryStore.deallocate()
    }

    /// The distinct texts, in the order in which they were met; a count of 0 is no text any more.
    package var entries: UnsafeMutableBufferPointer<Entry> {
        UnsafeMutableBufferPointer(start: entryStore, count: entryCount)
    }

    /// Counts cells that are there and empty.
    func addEmpty(_ count: Int, row: Int) {
        guard count > 0 else { return }
        add(Cell(start: 0, count: 0), row: row)
        entryStore[last].count &+= UInt32(truncatingIfNeeded: count - 1)
    }

    package func text(_ entry: Entry) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + Int(entry.start), count: Int(entry.length))
    }

    /// Forgets everything and makes room for the texts of that many rows of a block.
    func reset(rows: Int, base: UnsafePointer<UInt8>) {
        self.base = base
        if entryCount > 0 { memset(slots, 0, capacity * MemoryLayout<UInt32>.stride) }
        entryCount = 0
        guard rows > entryCapacity else { return }
        while entryCapacity < rows { entryCapacity *= 2 }
        capacity = 2 * entryCapacity
        slots.deallocate()
        entryStore.deallocate()
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        entryStore = .allocate(capacity: entryCapacity)
    }

    /// Counts a cell's text.
    @inline(__always)
    func add(_ cell: Cell, row: Int) {
        // Values often come in runs.
        if entryCount > 0, Self.isEqual(base, cell, entryStore[last]) {
            entryStore[last].count &+= 1
            return
        }
        find(cell, row)
    }

    @exclusivity(unchecked) private var last = 0

    private func find(_ cell: Cell, _ row: Int) {
        let text = UnsafeRawBufferPointer(start: base + Int(cell.start), count: Int(cell.count))
        let hash = self.hash.hash64(text)
        let mask = capacity &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if entryStore[index].hash == hash, Self.isEqual(base, cell, entryStore[index]) {
                entryStore[index].count &+= 1
                last = index
                return
            }
            slot = (slot &+ 1) & mask
        }
        entryStore[entryCount] = Entry(
            hash: hash, start: cell.start, length: cell.count, count: 1,
            row: UInt32(truncatingIfNeeded: row)
        )
        last = entryCount
        entryCount &+= 1
        slots[slot] = UInt32(truncatingIfNeeded: entryCount)
    }

    /// Reads up to 7 bytes behind the texts, which are in the block's padding at the latest.
    @inline(__always)
    private static func isEqual(_ base: UnsafePointer<UInt8>, _ cell: Cell, _ entry: Entry) -> Bool
    {
        guard cell.count == entry.length else { return false }
        let (left, right) = (base + Int(cell.start), base + Int(entry.start))
        let count = Int(cell.count)
        guard count <= 8 else { return memcmp(left, right, count) == 0 }
        guard count > 0 else { return true }
        let difference = load(left) ^ load(right)
        return difference << UInt64(64 &- 8 &* count) == 0
    }

    @inline(__always)
    private static func load(_ place: UnsafePointer<UInt8>) -> UInt64 {
        UnsafeRawPointer(place).loadUnaligned(as: UInt64.self)
    }
}
