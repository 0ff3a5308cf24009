/// Counts of durations with a bounded relative error, whatever their size.
///
/// This is Gil Tene's HDR histogram, for nanoseconds from 1 to one hour: each power of two is cut
/// into equally wide parts, so many that a value is known to the number of significant digits.
package struct LatencyHistogram: Hashable, Sendable {
    /// The longest duration that must be recorded, in nanoseconds.
    package static let longest: Int64 = 3_600_000_000_000

    package let significantDigits: Int
    /// The binary logarithm of the parts in the upper half of a power of two.
    private let halfMagnitude: Int
    /// Counts by value, in ascending order.
    private(set) var counts: [Int]
    package private(set) var count = 0
    private var smallest = Int64.max
    private var largest: Int64 = 0

    /// - Parameter significantDigits: from 1 to 5.
    package init(significantDigits: Int = 3) {
        precondition((1...5).contains(significantDigits))
        self.significantDigits = significantDigits
        // Up to here every single nanosecond must be told from the next one.
        let exact = (0..<significantDigits).reduce(2) { power, _ in power * 10 }
        halfMagnitude = Int.bitWidth - (exact - 1).leadingZeroBitCount - 1
        var bucketCount = 1
        while Int64(2) << (halfMagnitude + bucketCount - 1) <= Self.longest { bucketCount += 1 }
        counts = [Int](repeating: 0, count: (bucketCount + 1) << halfMagnitude)
    }

    /// Adds a duration in nanoseconds.
    ///
    /// - Returns: false if it is negative or too long to be counted.
    @discardableResult
    package mutating func record(_ value: Int64, count added: Int = 1) -> Bool {
        guard value >= 0 else { return false }
        let index = self.index(of: value)
        guard index < counts.count else { return false }
        counts[index] += added
        count += added
        smallest = min(smallest, value)
        largest = max(largest, value)
        return true
    }

    /// Adds a duration, and those of the requests that should have been sent while it lasted.
    ///
    /// For a client that waits for one answer before it sends the next request, and so leaves out
    /// what others would have waited: `value` less one interval, less two, and so on.
    ///
    /// - Parameter interval: nanoseconds between two requests as they should have been.
    @discardableResult
    package mutating func recordCorrected(_ value: Int64, expectedInterval interval: Int64) -> Bool
    {
        var value = value
        while record(value) {
            if interval <= 0 || value <= interval { return true }
            value -= interval
        }
        return false
    }

    /// Adds what another histogram of the same precision has counted.
    package mutating func merge(_ other: LatencyHistogram) {
        precondition(significantDigits == other.significantDigits)
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        smallest = min(smallest, other.smallest)
        largest = max(largest, other.largest)
    }

    /// The shortest duration, rounded down to what can be told apart; 0 if there is none.
    package var minimum: Int64 { count == 0 ? 0 : lowest(of: index(of: smallest)) }

    /// The longest duration, rounded up to what can be told apart; 0 if there is none.
    package var maximum: Int64 { count == 0 ? 0 : highest(of: index(of: largest)) }
}

// MARK: Layout

extension LatencyHistogram {
    private func index(of value: Int64) -> Int {
        let mask = (Int64(2) << halfMagnitude) - 1
        let bucket = Int64.bitWidth - (value | mask).leadingZeroBitCount - halfMagnitude - 1
        return (bucket << halfMagnitude) + Int(value >> bucket)
    }

    private func magnitude(of index: Int) -> Int { max(0, (index >> halfMagnitude) - 1) }

    /// The smallest value that is counted at a place.
    func lowest(of index: Int) -> Int64 {
        let magnitude = magnitude(of: index)
        return Int64(index - magnitude << halfMagnitude) << magnitude
    }

    /// The largest value that is counted at a place.
    func highest(of index: Int) -> Int64 { lowest(of: index) + (1 << magnitude(of: index)) - 1 }

    /// What stands for all values that are counted at a place.
    func middle(of index: Int) -> Int64 { lowest(of: index) + (1 << magnitude(of: index)) >> 1 }

    /// The places from the first to the last one with a count.
    var used: Range<Int> {
        count == 0 ? 0..<0 : index(of: smallest)..<index(of: largest) + 1
    }
}
