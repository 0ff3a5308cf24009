import Glibc

/// Counts the distinct numbers of one column in one block.
///
/// Small integers, which most columns of integers hold, are counted in place; all others in an
/// open-addressing table over their bits. A class, whose memory is used for column after column.
package final class BlockNumbers {
    /// The integers that are counted in place.
    static let smallest = -2048
    static let smallCount = 1 << 14

    /// Counts of the integers from `smallest` on.
    let small: UnsafeMutablePointer<UInt32>
    /// The first and last index of `small` that may not be 0.
    @exclusivity(unchecked) private(set) var smallRange = 0..<0
    /// An index of `large`, plus 1; 0 where there is none.
    @exclusivity(unchecked) private var slots: UnsafeMutablePointer<UInt32>
    @exclusivity(unchecked) private var slotBits = 10
    /// The numbers that are not among the small ones, in the order in which they were met.
    @exclusivity(unchecked) private var large: UnsafeMutablePointer<Entry>
    @exclusivity(unchecked) private var largeCount = 0

    private struct Entry {
        /// Of the number.
        var bits: UInt64
        var count: UInt32
        /// Where it stands in `slots`.
        var slot: UInt32
    }

    private var capacity: Int { 1 << slotBits }

    /// Numbers that are finite.
    @exclusivity(unchecked) package internal(set) var count = 0
    /// Those of them that are written as integers.
    @exclusivity(unchecked) package internal(set) var integers = 0
    @exclusivity(unchecked) package internal(set) var nan = 0
    @exclusivity(unchecked) package internal(set) var positiveInfinity = 0
    @exclusivity(unchecked) package internal(set) var negativeInfinity = 0

    /// Whether there are values that are not finite.
    package var hasSpecial: Bool { nan + positiveInfinity + negativeInfinity > 0 }

    init() {
        small = .allocate(capacity: Self.smallCount)
        small.initialize(repeating: 0, count: Self.smallCount)
        slots = .allocate(capacity: 1 << 10)
        slots.initialize(repeating: 0, count: 1 << 10)
        large = .allocate(capacity: 1 << 9)
    }

    deinit {
        small.deallocate()
        slots.deallocate()
        large.deallocate()
    }

    /// Forgets everything and makes room for the numbers of that many rows.
    func reset(rows: Int) {
        memset(small + smallRange.lowerBound, 0, smallRange.count * MemoryLayout<UInt32>.stride)
        smallRange = 0..<0
        clearSlots()
        (count, integers, nan, positiveInfinity, negativeInfinity) = (0, 0, 0, 0, 0)
        guard 2 * rows > capacity else { return }
        while capacity < 2 * rows { slotBits += 1 }
        slots.deallocate()
        large.deallocate()
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: 0, count: capacity)
        large = .allocate(capacity: capacity / 2)
    }

    private func clearSlots() {
        if 16 * largeCount > capacity {
            memset(slots, 0, capacity * MemoryLayout<UInt32>.stride)
        } else {
            for index in 0..<largeCount { slots[Int(large[index].slot)] = 0 }
        }
        largeCount = 0
    }

    /// Tells how many integers were counted in place, and the least and the greatest of them.
    func addSmall(_ least: Int, _ greatest: Int, count added: Int) {
        guard least <= greatest else { return }
        count &+= added
        integers &+= added
        cover(least - Self.smallest..<greatest - Self.smallest + 1)
    }

    private func cover(_ places: Range<Int>) {
        smallRange =
            smallRange.isEmpty
            ? places
            : min(
                places.lowerBound, smallRange.lowerBound)..<max(
                    places.upperBound, smallRange.upperBound)
    }

    /// Counts a number, however it is written: 1.0 is 1.
    func add(_ number: Double, count added: Int = 1) {
        guard number.isFinite else { return addSpecial(number, added) }
        count += added
        if let integer = Int(exactly: number) {
            let place = integer &- Self.smallest
            if UInt(bitPattern: place) < UInt(bitPattern: Self.smallCount) {
                small[place] &+= UInt32(truncatingIfNeeded: added)
                return cover(place..<place + 1)
            }
        }
        let bits = (number + 0).bitPattern
        let product = bits &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: product >> UInt64(truncatingIfNeeded: 64 &- slotBits))
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if large[index].bits == bits {
                large[index].count &+= UInt32(truncatingIfNeeded: added)
                return
            }
            slot = (slot &+ 1) & (capacity &- 1)
        }
        large[largeCount] = Entry(
            bits: bits, count: UInt32(truncatingIfNeeded: added),
            slot: UInt32(truncatingIfNeeded: slot))
        largeCount &+= 1
        slots[slot] = UInt32(truncatingIfNeeded: largeCount)
    }

    private func addSpecial(_ number: Double, _ added: Int) {
        if number.isNaN {
            nan += added
        } else if number > 0 {
            positiveInfinity += added
        } else {
            negativeInfinity += added
        }
    }

    /// Calls `body` with each distinct number that was counted in the table.
    @inline(__always)
    func forEachLarge(_ body: (UInt64, Int) -> Void) {
        for index in 0..<largeCount { body(large[index].bits, Int(large[index].count)) }
    }

    /// Calls `body` with each distinct finite number and its count, in an order that only depends
    /// on the block.
    @inline(__always)
    func forEach(_ body: (Double, Int) -> Void) {
        for index in smallRange where small[index] != 0 {
            body(Double(index + Self.smallest), Int(small[index]))
        }
        forEachLarge { body(Double(bitPattern: $0), $1) }
    }

    /// Whether a test holds for each distinct finite number; stops at the first for which not.
    package func allSatisfy(_ test: (Double) -> Bool) -> Bool {
        for index in smallRange where small[index] != 0 {
            guard test(Double(index + Self.smallest)) else { return false }
        }
        return (0..<largeCount).allSatisfy { test(Double(bitPattern: large[$0].bits)) }
    }

    /// The least and the greatest finite number.
    package var range: ClosedRange<Double>? {
        guard count > 0 else { return nil }
        var (least, greatest) = (Double.infinity, -Double.infinity)
        if let first = smallRange.first(where: { small[$0] != 0 }),
            let last = smallRange.last(where: { small[$0] != 0 })
        {
            (least, greatest) = (Double(first + Self.smallest), Double(last + Self.smallest))
        }
        for index in 0..<largeCount {
            let number = Double(bitPattern: large[index].bits)
            least = min(least, number)
            greatest = max(greatest, number)
        }
        return least...greatest
    }
}

extension Moments {
    /// Of a block's finite numbers, whose mean is about `mean`.
    init(of block: BlockNumbers, mean: Double) {
        var moments = Moments()
        guard mean.isFinite else {
            block.forEach { moments.add($0, count: $1) }
            self = moments
            return
        }
        var (squares, rest) = (0.0, 0.0)
        block.forEach { number, count in
            let delta = number - mean
            squares += delta * delta * Double(count)
            rest += delta * Double(count)
        }
        let correction = rest / Double(max(1, block.count))
        self.init(
            count: block.count, mean: mean + correction, squares: squares - rest * correction)
    }
}
