import Glibc

/// Quantiles of numbers within an error of rank, in about 24 bytes × `k`.
///
/// Karnin, Lang, Liberty 2016, "Optimal quantile approximation in streams", with three differences:
/// a level is compacted only when the sketch as a whole is full; the level is chosen by its size
/// against a geometric profile from below, so that a few heavy numbers above take no room from the
/// light ones; and instead of tossing coins, a level keeps by turns the odd and the even numbers,
/// which of them first being a fixed hash of the turn, so that no period of the data falls in with
/// the turns.
///
/// The same numbers in the same order give the same bytes. Merging is commutative bit for bit, and
/// associative within the error; exact as long as nothing was compacted.
package struct KLLSketch: Sendable {
    package static let defaultK = 4096

    package let k: Int
    /// The sum of all counts.
    package private(set) var count = 0
    private var lowest = Double.infinity
    private var highest = -Double.infinity
    /// The last numbers of weight 1, in the order they came.
    private var buffer: [Double] = []
    /// How many numbers the buffer may hold before the sketch is full.
    private var room: Int
    /// The numbers of level h stand for 2^h each.
    private var levels = [KLLLevel()]

    /// - Parameter k: from 64 to 65,535.
    package init(k: Int = defaultK) {
        precondition(Self.range.contains(k))
        self.k = k
        room = 3 * k
    }

    static let range = 64...65_535

    private var capacity: Int { 3 * k }

    package var minimum: Double? { count > 0 ? lowest : nil }

    package var maximum: Double? { count > 0 ? highest : nil }

    /// Whether ranks are exact: nothing was compacted.
    package var isExact: Bool { levels.allSatisfy { $0.compactions == 0 } }

    /// The error of a normalised rank that 99 % of queries stay within; 0 if nothing was compacted.
    ///
    /// The fit of Apache DataSketches to the original algorithm, which this one does not exceed.
    package var rankError: Double { isExact ? 0 : 2.296 / pow(Double(k), 0.9723) }

    /// - Parameter number: finite.
    @inline(__always)
    package mutating func add(_ number: Double) {
        assert(number.isFinite)
        // -0 and 0 are one number.
        let number = number + 0
        count += 1
        lowest = number < lowest ? number : lowest
        highest = number > highest ? number : highest
        buffer.append(number)
        if buffer.count >= room { compress() }
    }

    /// - Parameters:
    ///   - number: finite.
    ///   - count: how often it was met; not negative.
    package mutating func add(_ number: Double, count: Int) {
        if count == 1 { return add(number) }
        guard count > 0 else { return }
        let number = number + 0
        self.count += count
        lowest = min(lowest, number)
        highest = max(highest, number)
        for level in 0..<(Int.bitWidth - count.leadingZeroBitCount) where count >> level & 1 == 1 {
            if level == 0 {
                buffer.append(number)
            } else {
                while levels.count <= level { levels.append(KLLLevel()) }
                levels[level].numbers.append(number)
                room -= 1
            }
        }
        if buffer.count >= room { compress() }
    }

    /// - Throws: `mismatch` if the other one has another `k`.
    package mutating func merge(_ other: KLLSketch) throws(ProfileError) {
        guard k == other.k else {
            throw .mismatch(part: "quantiles", parameter: "k", k, other.k)
        }
        count += other.count
        lowest = min(lowest, other.lowest)
        highest = max(highest, other.highest)
        while levels.count < other.levels.count { levels.append(KLLLevel()) }
        for (level, added) in other.levels.enumerated() {
            levels[level].numbers.append(contentsOf: added.numbers)
            levels[level].compactions += added.compactions
            room -= added.numbers.count
        }
        buffer.append(contentsOf: other.buffer)
        if buffer.count >= room { compress() }
    }

    /// Compacts levels until there is room again.
    private mutating func compress() {
        levels[0].numbers.append(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
        var held = levels.reduce(0) { $0 + $1.numbers.count }
        while held > capacity - k / 32 {
            let level = levelToCompact()
            if level + 1 == levels.count { levels.append(KLLLevel()) }
            // Taken out, so that neither level is copied.
            var lower = KLLLevel()
            swap(&lower, &levels[level])
            held -= lower.compact(level: level, into: &levels[level + 1])
            swap(&lower, &levels[level])
        }
        room = capacity - held
    }

    /// The level that is largest against (3/2)^h, the best of the profiles that grow geometrically.
    private func levelToCompact() -> Int {
        var (best, bestSize, scale) = (0, 0.0, 1.0)
        for (level, held) in levels.enumerated() {
            // Compacting a handful costs as much time as compacting many.
            let size = Double(held.numbers.count) * scale
            let weighed = held.numbers.count < 8 ? size * 1e-12 : size
            if held.numbers.count > 1, weighed > bestSize { (best, bestSize) = (level, weighed) }
            scale *= 2.0 / 3.0
        }
        return best
    }

    /// All numbers, sorted, for more than one question.
    package var sorted: SortedNumbers {
        var all: [(number: Double, weight: Int)] = buffer.map { ($0, 1) }
        for (level, held) in levels.enumerated() {
            all.append(contentsOf: held.numbers.map { ($0, 1 << level) })
        }
        return SortedNumbers(all, minimum: lowest, maximum: highest)
    }

    /// The least number whose normalised rank is at least `share`; nil if there are no numbers.
    package func quantile(_ share: Double) -> Double? { sorted.quantile(share) }

    /// The share of numbers that are at most `number`; nil if there are no numbers.
    package func rank(_ number: Double) -> Double? { sorted.rank(number) }
}

extension KLLSketch: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    /// `k`, the count, minimum and maximum, then each level: compactions, numbers in order.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(integer: UInt32(k))
        bytes.append(count: count)
        bytes.append(number: minimum ?? 0)
        bytes.append(number: maximum ?? 0)
        bytes.append(integer: UInt32(levels.count))
        for (index, level) in levels.enumerated() {
            let numbers = (index == 0 ? level.numbers + buffer : level.numbers).sorted()
            bytes.append(count: level.compactions)
            bytes.append(integer: UInt32(numbers.count))
            for number in numbers { bytes.append(number: number) }
        }
        return bytes
    }

    package init(bytes: [UInt8]) throws(ProfileError) {
        var reader = SketchReader(bytes, part: "quantiles")
        let k = Int(try reader.integer(UInt32.self))
        try reader.require(Self.range.contains(k), "its size is out of range")
        self.init(k: k)
        count = try reader.count()
        (lowest, highest) = (try reader.number(), try reader.number())
        let depth = try reader.length(ofItems: 12)
        try reader.require(1...49 ~= depth, "it has \(depth) levels")
        var (held, weight) = (0, 0)
        levels = []
        for level in 0..<depth {
            levels.append(try KLLLevel(from: &reader, within: lowest, highest))
            let length = levels[level].numbers.count
            held += length
            try reader.require(held < capacity, "it holds too much")
            try reader.require(
                length <= (count - weight) >> level, "its numbers do not add up")
            weight += length << level
        }
        try reader.require(weight == count, "its numbers do not add up")
        try reader.require(depth == 1 || levels.last?.numbers != [], "its last level is empty")
        try reader.end()
        room = capacity - held
        if count == 0 {
            try reader.require(lowest == 0 && highest == 0, "nothing has a range")
            try reader.require(isExact, "nothing was compacted")
            (lowest, highest) = (.infinity, -.infinity)
        }
    }
}
