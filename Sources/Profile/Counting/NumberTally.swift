/// The numbers of a column: all of them, or sketches once there are too many distinct ones.
struct NumberTally: Sendable {
    /// What is kept of numbers that are too many.
    struct Sketches: Sendable {
        var quantiles = KLLSketch()
        var distinct = HyperLogLog()
        var frequent = FrequentItems()
        var moments = Moments()

        mutating func add(_ number: Double, count: Int) {
            quantiles.add(number, count: count)
            distinct.add(hash: ByteHash.standard.hash64(number))
            frequent.add(number, count: count)
        }

        mutating func add(_ counts: NumberCounts) {
            for (number, count) in zip(counts.values, counts.counts) { add(number, count: count) }
            moments.merge(counts.moments)
        }

        mutating func merge(_ other: Sketches) throws(ProfileError) {
            try quantiles.merge(other.quantiles)
            distinct.merge(other.distinct)
            try frequent.merge(other.frequent)
            moments.merge(other.moments)
        }
    }

    enum Values: Sendable {
        case exact(NumberTable)
        case sketched(Sketches)
    }

    /// More distinct numbers are sketched.
    let limit: Int
    private(set) var values = Values.exact(NumberTable())
    /// Finite ones.
    private(set) var count = 0
    private(set) var integers = 0
    private(set) var nan = 0
    private(set) var positiveInfinity = 0
    private(set) var negativeInfinity = 0

    init(limit: Int) { self.limit = limit }

    /// - Parameter counts: of finite numbers, integers, NaN, and both infinities.
    init(limit: Int, counts: [Int], _ values: Values) {
        self.limit = limit
        self.values = values
        (count, integers, nan) = (counts[0], counts[1], counts[2])
        (positiveInfinity, negativeInfinity) = (counts[3], counts[4])
    }

    /// Adds what was counted in a block; blocks are added in their order.
    mutating func add(_ block: BlockNumbers) {
        count += block.count
        integers += block.integers
        nan += block.nan
        positiveInfinity += block.positiveInfinity
        negativeInfinity += block.negativeInfinity
        guard block.count > 0 else { return }
        switch values {
        case .exact(let table):
            table.addSmall(block.small, block.smallRange)
            block.forEachLarge { bits, count in table.addLarge(bits, count: count) }
            sketchIfNeeded(table)
        case .sketched(var sketches):
            // So that the sketches are not copied.
            values = .exact(NumberTable())
            sketches.add(block)
            values = .sketched(sketches)
        }
    }

    private mutating func sketchIfNeeded(_ table: NumberTable) {
        guard table.distinct > limit else { return }
        var sketches = Sketches()
        sketches.add(table.sorted)
        values = .sketched(sketches)
    }

    /// Adds another column's numbers, which come after these.
    mutating func merge(_ other: NumberTally) throws(ProfileError) {
        count += other.count
        integers += other.integers
        nan += other.nan
        positiveInfinity += other.positiveInfinity
        negativeInfinity += other.negativeInfinity
        switch (values, other.values) {
        case (.exact(let own), .exact(let added)):
            // A table of its own: profiles are values.
            let table = NumberTable()
            for counts in [own.sorted, added.sorted] {
                for (number, count) in zip(counts.values, counts.counts) {
                    table.add(number, count: count)
                }
            }
            values = .exact(table)
            sketchIfNeeded(table)
        case (.exact(let table), .sketched(let added)):
            var sketches = Sketches()
            sketches.add(table.sorted)
            try sketches.merge(added)
            values = .sketched(sketches)
        case (.sketched(var sketches), .exact(let added)):
            sketches.add(added.sorted)
            values = .sketched(sketches)
        case (.sketched(var sketches), .sketched(let added)):
            try sketches.merge(added)
            values = .sketched(sketches)
        }
    }
}

extension NumberTally.Sketches {
    fileprivate mutating func add(_ block: BlockNumbers) {
        // One sketch after the other: together they do not fit into the processor's fast memory.
        var total = 0.0
        block.forEach { number, count in
            distinct.add(hash: ByteHash.standard.hash64(number))
            total += number * Double(count)
        }
        block.forEach { number, count in quantiles.add(number, count: count) }
        block.forEach { number, count in frequent.add(number, count: count) }
        moments.merge(Moments(of: block, mean: total / Double(block.count)))
    }
}

extension NumberCounts {
    /// Mean and variance of the values, each as often as it was met.
    package var moments: Moments {
        var sum = 0.0
        for (value, count) in zip(values, counts) { sum += value * Double(count) }
        let mean = sum / Double(max(1, total))
        var moments = Moments()
        guard mean.isFinite else {
            for (value, count) in zip(values, counts) { moments.add(value, count: count) }
            return moments
        }
        var (squares, rest) = (0.0, 0.0)
        for (value, count) in zip(values, counts) {
            let delta = value - mean
            squares += delta * delta * Double(count)
            rest += delta * Double(count)
        }
        // The corrected two-pass algorithm (Chan, Golub, LeVeque 1983).
        let correction = total > 0 ? rest / Double(total) : 0
        return Moments(
            count: total, mean: mean + correction, squares: squares - rest * correction)
    }
}
