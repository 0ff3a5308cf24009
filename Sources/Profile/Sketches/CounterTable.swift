import Glibc

/// Counters of byte strings: an open-addressing table over entries that lie in one piece.
///
/// The keys lie one after another in one array, so that no key has an allocation of its own.
struct CounterTable: Sendable {
    private struct Counter {
        var hash: UInt64
        var count: Int
        /// Where the key ends in `keys`; it starts where the one before ends.
        var end: Int
    }

    /// Indices of entries, -1 where there is none; linear probing.
    private var slots: [Int32]
    private var counters: [Counter] = []
    private var keys: [UInt8] = []
    /// A copy of the counts that selection may reorder.
    private var selection: [Int] = []

    /// - Parameter capacity: twice as many entries are held while tables are merged.
    init(capacity: Int) {
        let bits = Int.bitWidth - (4 * capacity - 1).leadingZeroBitCount
        slots = [Int32](repeating: -1, count: 1 << bits)
    }

    var count: Int { counters.count }

    var entries: [(key: [UInt8], count: Int)] {
        counters.indices.map { (Array(keys[start($0)..<counters[$0].end]), counters[$0].count) }
    }

    private func start(_ entry: Int) -> Int { entry == 0 ? 0 : counters[entry - 1].end }

    func count(of key: UnsafeRawBufferPointer, hash: UInt64) -> Int {
        find(key, hash).map { counters[$0].count } ?? 0
    }

    /// Adds to a counter that is there.
    ///
    /// - Returns: whether it is.
    mutating func add(_ key: UnsafeRawBufferPointer, hash: UInt64, count: Int) -> Bool {
        guard let entry = find(key, hash) else { return false }
        counters[entry].count += count
        return true
    }

    /// Adds a counter for a key that has none.
    mutating func append(_ key: UnsafeRawBufferPointer, hash: UInt64, count: Int) {
        occupySlot(hash, counters.count)
        keys.append(contentsOf: key)
        counters.append(Counter(hash: hash, count: count, end: keys.count))
    }

    mutating func merge(_ other: CounterTable) {
        other.keys.withUnsafeBytes { keys in
            for (entry, counter) in other.counters.enumerated() {
                let key = UnsafeRawBufferPointer(
                    rebasing: keys[other.start(entry)..<counter.end])
                let (hash, count) = (counter.hash, counter.count)
                if !add(key, hash: hash, count: count) { append(key, hash: hash, count: count) }
            }
        }
    }

    /// Takes from each counter, and gives up those that are then 0 or less.
    mutating func takeAway(_ taken: Int) {
        var (kept, first, keptEnd) = (0, 0, 0)
        for entry in counters.indices {
            let counter = counters[entry]
            defer { first = counter.end }
            guard counter.count > taken else { continue }
            move(first..<counter.end, to: keptEnd)
            keptEnd += counter.end - first
            counters[kept] = Counter(
                hash: counter.hash, count: counter.count - taken, end: keptEnd)
            kept += 1
        }
        keys.removeLast(keys.count - keptEnd)
        counters.removeLast(counters.count - kept)
        slots.withUnsafeMutableBufferPointer { $0.update(repeating: -1) }
        for entry in counters.indices { occupySlot(counters[entry].hash, entry) }
    }

    private mutating func move(_ range: Range<Int>, to place: Int) {
        keys.withUnsafeMutableBytes { keys in
            guard let base = keys.baseAddress, !range.isEmpty else { return }
            memmove(base + place, base + range.lowerBound, range.count)
        }
    }

    /// The count that stands at a place of the ascending order, from 0.
    mutating func ascendingCount(at place: Int) -> Int {
        selection.removeAll(keepingCapacity: true)
        for counter in counters { selection.append(counter.count) }
        return selection.withUnsafeMutableBufferPointer { Self.select($0, place) }
    }

    /// Hoare's selection.
    private static func select(_ numbers: UnsafeMutableBufferPointer<Int>, _ place: Int) -> Int {
        var (low, high) = (0, numbers.count - 1)
        while low < high {
            let pivot = numbers[low + (high - low) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while numbers[left] < pivot { left += 1 }
                while numbers[right] > pivot { right -= 1 }
                if left <= right {
                    numbers.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if place <= right { high = right } else if place >= left { low = left } else { break }
        }
        return numbers[place]
    }

    @inline(__always)
    private func find(_ key: UnsafeRawBufferPointer, _ hash: UInt64) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let entry = Int(slots[slot])
            guard entry >= 0 else { return nil }
            if counters[entry].hash == hash, holds(entry, key) { return entry }
            slot = (slot + 1) & mask
        }
    }

    private func holds(_ entry: Int, _ key: UnsafeRawBufferPointer) -> Bool {
        let (start, end) = (start(entry), counters[entry].end)
        guard end - start == key.count else { return false }
        guard let other = key.baseAddress, !key.isEmpty else { return true }
        return keys.withUnsafeBytes { keys in
            keys.baseAddress.map { memcmp($0 + start, other, key.count) == 0 } ?? false
        }
    }

    private mutating func occupySlot(_ hash: UInt64, _ entry: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(entry)
    }
}
