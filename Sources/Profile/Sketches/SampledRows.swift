import Glibc

/// A row and how often it occurs.
package struct SampledRow: Hashable, Sendable {
    package let row: PackedRow
    package let hash: UInt64
    package let count: Int
}

/// The different rows of a sample: their bytes one behind another, found by hash.
struct SampledRows: Sendable {
    private struct Entry: Sendable {
        let hash: UInt64
        let start: Int
        let length: Int
        var count: Int
    }

    private var entries: [Entry] = []
    private(set) var bytes: [UInt8] = []
    /// Numbers of entries from 1 on, 0 where there is none; a power of two of them.
    private var slots = [Int32](repeating: 0, count: 64)

    var count: Int { entries.count }

    mutating func add(_ row: UnsafeRawBufferPointer, hash: UInt64, count: Int) {
        let slot = slot(of: row, hash)
        guard slots[slot] == 0 else {
            entries[Int(slots[slot]) - 1].count += count
            return
        }
        entries.append(Entry(hash: hash, start: bytes.count, length: row.count, count: count))
        bytes.append(contentsOf: row)
        slots[slot] = Int32(entries.count)
        if 2 * entries.count > slots.count { index(4 * slots.count) }
    }

    /// Where the row is, or belongs.
    private func slot(of row: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.hash == hash, isEqual(entry, row) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func isEqual(_ entry: Entry, _ row: UnsafeRawBufferPointer) -> Bool {
        guard entry.length == row.count, let row = row.baseAddress else {
            return entry.length == row.count
        }
        return bytes.withUnsafeBytes { own in
            own.baseAddress.map { memcmp($0 + entry.start, row, entry.length) == 0 } ?? false
        }
    }

    private mutating func index(_ slotCount: Int) {
        slots = [Int32](repeating: 0, count: slotCount)
        let mask = slotCount - 1
        for (number, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(number + 1)
        }
    }

    /// Keeps the rows of the least hashes for which there is room; those of one hash stay together.
    ///
    /// - Returns: the least hash that was given up; nil if none was.
    mutating func keep(rows rowLimit: Int, bytes byteLimit: Int) -> UInt64? {
        let order = entries.map { (hash: $0.hash, length: $0.length) }
            .sorted { $0.hash < $1.hash }
        var (next, byteCount) = (0, 0)
        while next < order.count {
            let hash = order[next].hash
            while next < order.count, order[next].hash == hash {
                byteCount += order[next].length
                next += 1
            }
            guard next <= rowLimit, byteCount <= byteLimit else {
                keep(below: hash)
                return hash
            }
        }
        return nil
    }

    /// Gives up all hashes from `bound` on, and closes the gaps.
    mutating func keep(below bound: UInt64) {
        var (kept, end) = (0, 0)
        for number in entries.indices where entries[number].hash < bound {
            let entry = entries[number]
            bytes.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                memmove(base + end, base + entry.start, entry.length)
            }
            entries[kept] = Entry(
                hash: entry.hash, start: end, length: entry.length, count: entry.count)
            kept += 1
            end += entry.length
        }
        entries.removeLast(entries.count - kept)
        bytes.removeLast(bytes.count - end)
        index(slots.count)
    }

    /// By ascending hash, those of one hash by their bytes.
    private var inOrder: [Entry] {
        entries.sorted { left, right in
            left.hash != right.hash
                ? left.hash < right.hash
                : bytes[range(left)].lexicographicallyPrecedes(bytes[range(right)])
        }
    }

    private func range(_ entry: Entry) -> Range<Int> { entry.start..<entry.start + entry.length }

    /// Visits the rows by ascending hash, those of one hash by their bytes.
    func forEach(_ body: (_ row: UnsafeRawBufferPointer, _ hash: UInt64, _ count: Int) -> Void) {
        let order = inOrder
        bytes.withUnsafeBytes { bytes in
            for entry in order {
                let row = UnsafeRawBufferPointer(rebasing: bytes[range(entry)])
                body(row, entry.hash, entry.count)
            }
        }
    }
}
