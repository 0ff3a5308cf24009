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
    private(set) var smallRange = 0..<0
    /// Numbers that are not among the small ones.
    private var keys: UnsafeMutablePointer<UInt64>
    private var counts: UnsafeMutablePointer<UInt32>
    private var capacity = 1024
    private var shift: UInt64 = 54
    /// Slots of the table that are taken, in the order in which they were.
    private(set) var taken: [Int32] = []

    /// Numbers that are finite.
    package internal(set) var count = 0
    /// Those of them that are written as integers.
    package internal(set) var integers = 0
    package internal(set) var nan = 0
    package internal(set) var positiveInfinity = 0
    package internal(set) var negativeInfinity = 0

    /// Whether there are values that are not finite.
    package var hasSpecial: Bool { nan + positiveInfinity + negativeInfinity > 0 }

    init() {
        small = .allocate(capacity: Self.smallCount)
        small.initialize(repeating: 0, count: Self.smallCount)
        keys = .allocate(capacity: capacity)
        counts = .allocate(capacity: capacity)
        counts.initialize(repeating: 0, count: capacity)
    }

    deinit {
        small.deallocate()
        keys.deallocate()
        counts.deallocate()
    }

    /// Forgets everything and makes room for the numbers of that many rows.
    func reset(rows: Int) {
        memset(small + smallRange.lowerBound, 0, smallRange.count * MemoryLayout<UInt32>.stride)
        smallRange = 0..<0
        for slot in taken { counts[Int(slot)] = 0 }
        taken.removeAll(keepingCapacity: true)
        (count, integers, nan, positiveInfinity, negativeInfinity) = (0, 0, 0, 0, 0)
        guard 2 * rows > capacity else { return }
        while capacity < 2 * rows {
            capacity *= 2
            shift -= 1
        }
        keys.deallocate()
        counts.deallocate()
        keys = .allocate(capacity: capacity)
        counts = .allocate(capacity: capacity)
        counts.initialize(repeating: 0, count: capacity)
    }

    /// Tells which of the small integers were counted in place.
    func addSmallRange(_ least: Int, _ greatest: Int) {
        guard least <= greatest else { return }
        smallRange =
            smallRange.isEmpty
            ? least..<greatest + 1
            : min(least, smallRange.lowerBound)..<max(greatest + 1, smallRange.upperBound)
    }

    /// Counts a number, however it is written: 1.0 is 1.
    func add(_ number: Double, count added: Int = 1) {
        guard number.isFinite else { return addSpecial(number, added) }
        count += added
        if let integer = Int(exactly: number) {
            let place = integer &- Self.smallest
            if UInt(bitPattern: place) < UInt(bitPattern: Self.smallCount) {
                small[place] &+= UInt32(truncatingIfNeeded: added)
                return addSmallRange(place, place)
            }
        }
        let bits = (number + 0).bitPattern
        var slot = Int(truncatingIfNeeded: (bits &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while counts[slot] != 0 {
            if keys[slot] == bits {
                counts[slot] &+= UInt32(truncatingIfNeeded: added)
                return
            }
            slot = (slot &+ 1) & (capacity &- 1)
        }
        keys[slot] = bits
        counts[slot] = UInt32(truncatingIfNeeded: added)
        taken.append(Int32(truncatingIfNeeded: slot))
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
        for slot in taken { body(keys[Int(slot)], Int(counts[Int(slot)])) }
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
        return taken.allSatisfy { test(Double(bitPattern: keys[Int($0)])) }
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
        for slot in taken {
            let number = Double(bitPattern: keys[Int(slot)])
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
