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

    private struct Place {
        var slot: UInt32
        /// Of the hash by which it got there.
        var tag: UInt32
    }

    @exclusivity(unchecked) package private(set) var base: UnsafePointer<UInt8>
    @exclusivity(unchecked) private var slots: UnsafeMutablePointer<UInt32>
    @exclusivity(unchecked) private var capacity = 1024
    @exclusivity(unchecked) private var entryStore: UnsafeMutablePointer<Entry>
    @exclusivity(unchecked) private var entryCapacity = 512
    /// Where each entry stands in `slots`.
    @exclusivity(unchecked) private var places: UnsafeMutablePointer<Place>
    @exclusivity(unchecked) private var entryCount = 0
    private let hash = ByteHash.standard

    init() {
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        entryStore = .allocate(capacity: entryCapacity)
        places = .allocate(capacity: entryCapacity)
        base = UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 0))
    }

    deinit {
        slots.deallocate()
        entryStore.deallocate()
        places.deallocate()
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
        clearSlots()
        guard rows > entryCapacity else { return }
        while entryCapacity < rows { entryCapacity *= 2 }
        capacity = 2 * entryCapacity
        slots.deallocate()
        entryStore.deallocate()
        places.deallocate()
        places = .allocate(capacity: entryCapacity)
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        entryStore = .allocate(capacity: entryCapacity)
    }

    private func clearSlots() {
        if 16 * entryCount > capacity {
            memset(slots, 0, capacity * MemoryLayout<UInt32>.stride)
        } else {
            for index in 0..<entryCount { slots[Int(places[index].slot)] = 0 }
        }
        entryCount = 0
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
        let quick = quickHash(cell)
        let tag = UInt32(truncatingIfNeeded: quick >> 32)
        let mask = capacity &- 1
        var slot = Int(truncatingIfNeeded: quick) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if places[index].tag == tag, Self.isEqual(base, cell, entryStore[index]) {
                entryStore[index].count &+= 1
                last = index
                return
            }
            slot = (slot &+ 1) & mask
        }
        entryStore[entryCount] = Entry(
            hash: hash.hash64(bytes(of: cell)), start: cell.start, length: cell.count, count: 1,
            row: UInt32(truncatingIfNeeded: row)
        )
        places[entryCount] = Place(slot: UInt32(truncatingIfNeeded: slot), tag: tag)
        last = entryCount
        entryCount &+= 1
        slots[slot] = UInt32(truncatingIfNeeded: entryCount)
    }

    private func bytes(of cell: Cell) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + Int(cell.start), count: Int(cell.count))
    }

    /// A hash for this block alone, which is cheap for short texts.
    ///
    /// Reads up to 7 bytes behind the texts, as `isEqual` does.
    @inline(__always)
    private func quickHash(_ cell: Cell) -> UInt64 {
        let count = Int(cell.count)
        guard count <= 16 else { return hash.hash64(bytes(of: cell)) }
        let start = base + Int(cell.start)
        var (first, second) = (UInt64(0), UInt64(truncatingIfNeeded: count))
        if count > 8 {
            first = Self.load(start)
            second ^= Self.load(start + (count &- 8))
        } else if count > 0 {
            first = Self.load(start) << UInt64(truncatingIfNeeded: 64 &- 8 &* count)
        }
        let product = (first ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(
            by: second ^ 0xD1B5_4A32_D192_ED03)
        return product.high ^ product.low
    }

    /// Reads up to 7 bytes behind the texts, which are in the block's padding at the latest.
    @inline(__always)
    private static func isEqual(_ base: UnsafePointer<UInt8>, _ cell: Cell, _ entry: Entry) -> Bool
    {
        guard cell.count == entry.length else { return false }
        let (left, right) = (base + Int(cell.start), base + Int(entry.start))
        let count = Int(cell.count)
        guard count <= 8 else {
            if count > 16 { return memcmp(left, right, count) == 0 }
            let rest = count &- 8
            return load(left) == load(right) && load(left + rest) == load(right + rest)
        }
        guard count > 0 else { return true }
        let difference = load(left) ^ load(right)
        return difference << UInt64(64 &- 8 &* count) == 0
    }

    @inline(__always)
    private static func load(_ place: UnsafePointer<UInt8>) -> UInt64 {
        UnsafeRawPointer(place).loadUnaligned(as: UInt64.self)
    }
}
