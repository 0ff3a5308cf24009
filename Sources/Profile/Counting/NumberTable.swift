import Glibc

/// How often each distinct number was met, over all blocks.
///
/// Small integers are counted in place, all others in an open-addressing table over their bits.
final class NumberTable: @unchecked Sendable {
    // Not shared while it is written: its column is worked on in turn.
    @exclusivity(unchecked) private var small: UnsafeMutablePointer<Int>?
    /// The indices of small integers that `small` has room for: a table can have many columns.
    @exclusivity(unchecked) private var window = 0..<0
    @exclusivity(unchecked) private var keys: UnsafeMutablePointer<UInt64>
    @exclusivity(unchecked) private var counts: UnsafeMutablePointer<Int>
    @exclusivity(unchecked) private var capacity = 64
    @exclusivity(unchecked) private var shift: UInt64 = 58
    @exclusivity(unchecked) private var used = 0
    @exclusivity(unchecked) private(set) var distinct = 0

    init() {
        keys = .allocate(capacity: capacity)
        counts = .allocate(capacity: capacity)
        counts.initialize(repeating: 0, count: capacity)
    }

    deinit {
        small?.deallocate()
        keys.deallocate()
        counts.deallocate()
    }

    /// Adds counts of the integers from `BlockNumbers.smallest` on.
    func addSmall(_ added: UnsafePointer<UInt32>, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        let target = room(for: range) - window.lowerBound
        var fresh = 0
        for index in range where added[index] != 0 {
            fresh &+= target[index] == 0 ? 1 : 0
            target[index] &+= Int(added[index])
        }
        distinct += fresh
    }

    /// Makes room for the counts of these indices.
    private func room(for range: Range<Int>) -> UnsafeMutablePointer<Int> {
        if let small, window.contains(range.lowerBound), window.upperBound >= range.upperBound {
            return small
        }
        let old = window.isEmpty ? range : window
        let lower = min(old.lowerBound, range.lowerBound) & ~63
        let upper = (max(old.upperBound, range.upperBound) + 63) & ~63
        // At least twice as much, so that what grows is not copied often.
        let count = min(BlockNumbers.smallCount, max(upper - lower, 2 * window.count))
        let start = min(lower, BlockNumbers.smallCount - count)
        let target = UnsafeMutablePointer<Int>.allocate(capacity: count)
        target.initialize(repeating: 0, count: count)
        if let small {
            memcpy(
                target + (window.lowerBound - start), small,
                window.count * MemoryLayout<Int>.stride)
            small.deallocate()
        }
        (small, window) = (target, start..<start + count)
        return target
    }

    /// Adds a number that is finite and not -0.
    func add(_ number: Double, count: Int) {
        if let integer = Int(exactly: number) {
            let place = integer &- BlockNumbers.smallest
            if UInt(bitPattern: place) < UInt(bitPattern: BlockNumbers.smallCount) {
                let target = room(for: place..<place + 1) - window.lowerBound
                distinct += target[place] == 0 ? 1 : 0
                target[place] += count
                return
            }
        }
        addLarge(number.bitPattern, count: count)
    }

    /// Adds a number that is not among the small integers.
    @inline(__always)
    func addLarge(_ bits: UInt64, count: Int) {
        var slot = self.slot(bits)
        while counts[slot] != 0 {
            if keys[slot] == bits {
                counts[slot] &+= count
                return
            }
            slot = (slot &+ 1) & (capacity &- 1)
        }
        keys[slot] = bits
        counts[slot] = count
        used += 1
        distinct += 1
        if 2 * used > capacity { grow() }
    }

    private func slot(_ bits: UInt64) -> Int {
        Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }

    private func grow() {
        let (oldKeys, oldCounts, oldCapacity) = (keys, counts, capacity)
        capacity *= 4
        shift -= 2
        keys = .allocate(capacity: capacity)
        counts = .allocate(capacity: capacity)
        counts.initialize(repeating: 0, count: capacity)
        for old in 0..<oldCapacity where oldCounts[old] != 0 {
            var slot = self.slot(oldKeys[old])
            while counts[slot] != 0 { slot = (slot &+ 1) & (capacity &- 1) }
            keys[slot] = oldKeys[old]
            counts[slot] = oldCounts[old]
        }
        oldKeys.deallocate()
        oldCounts.deallocate()
    }

    /// All numbers, ascending.
    var sorted: NumberCounts {
        var pairs: [(number: Double, count: Int)] = []
        pairs.reserveCapacity(distinct)
        if let small {
            for (place, count) in zip(
                window, UnsafeBufferPointer(start: small, count: window.count))
            where count != 0 {
                pairs.append((Double(place + BlockNumbers.smallest), count))
            }
        }
        for slot in 0..<capacity where counts[slot] != 0 {
            pairs.append((Double(bitPattern: keys[slot]), counts[slot]))
        }
        if used > 0 { pairs.sort { $0.number < $1.number } }
        return NumberCounts(values: pairs.map(\.number), counts: pairs.map(\.count))
    }
}
