/// The most frequent texts, or numbers, of many.
///
/// Misra, Gries 1982 with the mergeable counters of Agarwal and others 2013: when the counters run out,
/// the median count is taken from each of them, and it is added to `offset`, by which every true
/// count may be larger than its counter. At least half of the counters are then free, so that an
/// add takes constant time on the whole, and the offset stays within 2 / counters of the total.
///
/// The same items in the same order give the same bytes. Merging is commutative bit for bit,
/// associative within the offset, and exact as long as no counter was given up.
package struct FrequentItems: Sendable {
    package static let defaultCapacity = 1 << 12
    /// Longer keys are counted together, in `untracked`.
    package static let longestKey = 1024

    /// How many counters there are.
    package let capacity: Int
    /// The sum of all counts.
    package private(set) var total = 0
    /// How much larger than its counter a true count may be.
    package private(set) var offset = 0
    /// How often keys were met that are too long for a counter.
    package private(set) var untracked = 0
    private var counters: CounterTable

    /// - Parameter capacity: even, from 2 to 65,534.
    package init(capacity: Int = defaultCapacity) {
        precondition(Self.range.contains(capacity) && capacity % 2 == 0)
        self.capacity = capacity
        counters = CounterTable(capacity: capacity)
    }

    private static let range = 2...65_534

    /// The share of the total that the offset never exceeds.
    package var relativeError: Double { 2 / Double(capacity) }

    /// Whether every count is exact.
    package var isExact: Bool { offset == 0 && untracked == 0 }

    /// - Parameters:
    ///   - hash: of the key, by `ByteHash.standard`.
    ///   - count: how often it was met; not negative.
    package mutating func add(_ key: UnsafeRawBufferPointer, hash: UInt64, count: Int = 1) {
        guard count > 0 else { return }
        total += count
        guard key.count <= Self.longestKey else {
            untracked += count
            return
        }
        if counters.add(key, hash: hash, count: count) { return }
        if counters.count == capacity { takeAway(counters.ascendingCount(at: capacity / 2)) }
        counters.append(key, hash: hash, count: count)
    }

    package mutating func add(_ key: [UInt8], count: Int = 1) {
        key.withUnsafeBytes { add($0, hash: ByteHash.standard.hash64($0), count: count) }
    }

    /// - Throws: `mismatch` if the other one has another number of counters.
    package mutating func merge(_ other: FrequentItems) throws(ProfileError) {
        guard capacity == other.capacity else {
            throw .mismatch(
                part: "frequent values", parameter: "counters", capacity, other.capacity)
        }
        total += other.total
        offset += other.offset
        untracked += other.untracked
        counters.merge(other.counters)
        let excess = counters.count - capacity
        if excess > 0 { takeAway(counters.ascendingCount(at: excess - 1)) }
    }

    private mutating func takeAway(_ count: Int) {
        offset += count
        counters.takeAway(count)
    }

    /// The same counts under other keys; equal keys stay equal.
    func mapped(_ key: ([UInt8]) -> [UInt8]) -> FrequentItems {
        var items = FrequentItems(capacity: capacity)
        (items.total, items.offset, items.untracked) = (total, offset, untracked)
        for entry in counters.entries {
            key(entry.key).withUnsafeBytes {
                let hash = ByteHash.standard.hash64($0)
                guard !items.counters.add($0, hash: hash, count: entry.count) else { return }
                items.counters.append($0, hash: hash, count: entry.count)
            }
        }
        return items
    }

    /// How often a key was met, at least and at most.
    package func bounds(of key: [UInt8]) -> ClosedRange<Int> {
        guard key.count <= Self.longestKey else { return 0...untracked }
        let count = key.withUnsafeBytes {
            counters.count(of: $0, hash: ByteHash.standard.hash64($0))
        }
        return count...(count + offset)
    }

    /// A key and how often it was met, at least and at most.
    package struct Item: Hashable, Sendable {
        package let key: [UInt8]
        package let bounds: ClosedRange<Int>
    }

    /// All keys that have a counter: the most frequent first, equally frequent ones by their bytes.
    package var items: [Item] {
        counters.entries
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.key.precedes($1.key) }
            .map { Item(key: $0.key, bounds: $0.count...($0.count + offset)) }
    }
}

extension FrequentItems {
    /// - Parameters:
    ///   - number: not NaN; -0 is 0.
    ///   - count: how often it was met; not negative.
    package mutating func add(_ number: Double, count: Int = 1) {
        withUnsafeBytes(of: Self.ordered(number).bigEndian) {
            add($0, hash: ByteHash.standard.hash64($0), count: count)
        }
    }

    /// The number that a key of `items` stands for; nil if it is no number.
    package static func number(_ key: [UInt8]) -> Double? {
        guard key.count == 8 else { return nil }
        let bits = key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(bitPattern: bits >> 63 == 1 ? bits ^ 1 << 63 : ~bits)
    }

    /// The bits of a number, such that they are in the order of the numbers.
    private static func ordered(_ number: Double) -> UInt64 {
        let bits = (number + 0).bitPattern
        return bits >> 63 == 1 ? ~bits : bits ^ 1 << 63
    }
}

extension FrequentItems: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    /// The number of counters, total, offset, untracked, then each key in order with its count.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(integer: UInt32(capacity))
        bytes.append(count: total)
        bytes.append(count: offset)
        bytes.append(count: untracked)
        bytes.append(integer: UInt32(counters.count))
        for (key, count) in counters.entries.sorted(by: { $0.key.precedes($1.key) }) {
            bytes.append(integer: UInt16(key.count))
            bytes.append(contentsOf: key)
            bytes.append(count: count)
        }
        return bytes
    }

    package init(bytes: [UInt8]) throws(ProfileError) {
        var reader = SketchReader(bytes, part: "frequent values")
        let capacity = Int(try reader.integer(UInt32.self))
        try reader.require(
            Self.range.contains(capacity) && capacity % 2 == 0,
            "its number of counters is out of range")
        self.init(capacity: capacity)
        (total, offset) = (try reader.count(), try reader.count())
        untracked = try reader.count()
        let length = try reader.length(ofItems: 10)
        try reader.require(length <= capacity, "it has too many counters")
        var (sum, last) = (0, [UInt8]?.none)
        for _ in 0..<length {
            let key = Array(try reader.bytes(Int(try reader.integer(UInt16.self))))
            try reader.require(key.count <= Self.longestKey, "a value is too long")
            try reader.require(last?.precedes(key) ?? true, "its values are not in order")
            let count = try reader.count()
            try reader.require(count > 0, "a count is 0")
            sum += count
            key.withUnsafeBytes {
                counters.append($0, hash: ByteHash.standard.hash64($0), count: count)
            }
            last = key
        }
        try reader.end()
        // What was taken away was taken from half of the counters or more.
        try reader.require(
            sum + untracked + offset * (capacity / 2) <= total, "its counts do not add up")
    }
}
