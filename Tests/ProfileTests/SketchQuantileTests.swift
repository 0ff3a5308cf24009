import Profile
import TestSupport
import Testing

@Suite struct SketchQuantileTests {
    private static let size = 1_000_000

    enum Order: CaseIterable, Sendable {
        case sorted, reversed, random, zipf, constant, sawtooth, alternating

        func numbers(_ size: Int) -> [Double] {
            var generator = SplitMix(seed: 7)
            return (0..<size).map { index in
                switch self {
                case .sorted: Double(index)
                case .reversed: Double(size - index)
                case .random: generator.unit()
                case .zipf: Double(generator.zipf(1e9))
                case .constant: 4
                case .sawtooth: Double(index % 12_289)
                case .alternating: Double(index % 2 == 0 ? index : -index)
                }
            }
        }
    }

    private func sketch(_ numbers: some Sequence<Double>, k: Int = 4096) -> KLLSketch {
        var sketch = KLLSketch(k: k)
        for number in numbers { sketch.add(number) }
        return sketch
    }

    /// The largest error of 2,000 normalised ranks, and of as many quantiles.
    private func error(_ sketch: KLLSketch, _ numbers: [Double]) throws -> Double {
        let (view, exact) = (sketch.sorted, NumberCounts(of: numbers))
        var (worst, seen) = (0.0, 0)
        let step = max(1, exact.values.count / 2000)
        for (index, number) in exact.values.enumerated() {
            let below = Double(seen) / Double(exact.total)
            seen += exact.counts[index]
            guard index % step == 0 else { continue }
            let rank = Double(seen) / Double(exact.total)
            worst = max(worst, abs(try #require(view.rank(number)) - rank))
            // Any share between the ranks before and at a number has this number as its quantile.
            let quantile = try #require(view.quantile((below + rank) / 2))
            let place = Self.shares(exact, quantile)
            worst = max(worst, place.lowerBound - rank, below - place.upperBound)
        }
        return worst
    }

    /// The normalised ranks before and at a number.
    private static func shares(_ exact: NumberCounts, _ number: Double) -> ClosedRange<Double> {
        var (low, high) = (0, exact.values.count)
        while low < high {
            let middle = (low + high) / 2
            if exact.values[middle] < number { low = middle + 1 } else { high = middle }
        }
        let below = exact.counts[..<low].reduce(0, +)
        let at = low < exact.counts.count ? exact.counts[low] : 0
        let total = Double(exact.total)
        return Double(below) / total...Double(below + at) / total
    }

    @Test(arguments: Order.allCases)
    func staysWithinTheError(order: Order) throws {
        let numbers = order.numbers(Self.size)
        let sketch = sketch(numbers)
        #expect(sketch.rankError < 0.000_71)
        #expect(try error(sketch, numbers) <= sketch.rankError)
        #expect(sketch.count == Self.size)
        #expect(sketch.minimum == numbers.min() && sketch.maximum == numbers.max())
        #expect(sketch.quantile(0) == numbers.min() && sketch.quantile(1) == numbers.max())
        #expect(sketch.bytes.count < 100_000)
    }

    @Test(arguments: Order.allCases)
    func mergeOfPartsStaysWithinTheError(order: Order) throws {
        var generator = SplitMix(seed: 3)
        let numbers = order.numbers(300_000)
        var merged = KLLSketch()
        for part in generator.parts(of: numbers.count, into: 20) {
            try merged.merge(sketch(numbers[part]))
        }
        #expect(merged.count == numbers.count)
        #expect(try error(merged, numbers) <= merged.rankError)
    }

    @Test func takesWeightsOfAllSizes() throws {
        var generator = SplitMix(seed: 4)
        var (sketch, numbers) = (KLLSketch(), [Double]())
        sketch.add(0, count: 250_000)
        numbers += repeatElement(0, count: 250_000)
        for _ in 0..<60_000 {
            let (number, count) = (generator.unit() - 0.5, generator.zipf(5000))
            sketch.add(number, count: count)
            numbers += repeatElement(number, count: count)
        }
        sketch.add(9, count: 0)
        #expect(sketch.count == numbers.count && !sketch.isExact)
        #expect(try error(sketch, numbers) <= sketch.rankError)
        #expect(sketch.maximum == numbers.max())
    }

    @Test func isExactWhileNothingWasCompacted() throws {
        var generator = SplitMix(seed: 5)
        let numbers = (0..<12_000).map { _ in (generator.unit() * 5000).rounded() }
        let sketch = sketch(numbers)
        let sorted = numbers.sorted()
        #expect(sketch.isExact && sketch.rankError == 0)
        let view = sketch.sorted
        for place in stride(from: 0, to: 12_000, by: 37) {
            #expect(view.orderStatistic(place) == sorted[place])
            #expect(view.quantile((Double(place) + 0.5) / 12_000) == sorted[place])
        }
        #expect(view.orderStatistic(12_000) == nil)
        #expect(try error(sketch, numbers) < 1e-12)
    }

    @Test func ofNothingAnswersNothing() {
        let empty = KLLSketch()
        #expect(empty.minimum == nil && empty.maximum == nil)
        #expect(empty.quantile(0.5) == nil && empty.rank(1) == nil)
    }

    @Test func countsMinusZeroAsZero() {
        #expect(sketch([-0.0]) == sketch([0.0]))
    }

    @Test func theSameNumbersGiveTheSameBytes() {
        let numbers = Order.random.numbers(50_000)
        #expect(sketch(numbers, k: 64).bytes == sketch(numbers, k: 64).bytes)
    }

    /// Not associative once compacted; the error holds for each shape of the merge.
    @Test func mergeIsCommutativeBitForBitAndHasAnIdentity() throws {
        var generator = SplitMix(seed: 6)
        for _ in 0..<200 {
            let left = sketch(
                (0..<Int(generator.next() % 2000)).map { _ in generator.unit() }, k: 64)
            let right = sketch(
                (0..<Int(generator.next() % 2000)).map { _ in generator.unit() }, k: 64)
            var (one, other, same) = (left, right, left)
            try one.merge(right)
            try other.merge(left)
            try same.merge(KLLSketch(k: 64))
            #expect(one.bytes == other.bytes)
            #expect(same == left)
        }
    }

    @Test func mergeIsAssociativeWhileExact() throws {
        var generator = SplitMix(seed: 8)
        for _ in 0..<100 {
            let numbers = (0..<180).map { _ in generator.unit() }
            let parts = generator.parts(of: 180, into: 3).map { sketch(numbers[$0], k: 64) }
            var (left, right, last) = (parts[0], parts[1], parts[0])
            try left.merge(parts[1])
            try left.merge(parts[2])
            try right.merge(parts[2])
            try last.merge(right)
            #expect(left == last && left == sketch(numbers, k: 64))
        }
    }

    @Test func isReadBackAndGoesOnAsBefore() throws {
        var original = sketch(Order.random.numbers(20_000), k: 128)
        var copy = try KLLSketch(bytes: original.bytes)
        #expect(copy == original)
        for number in Order.zipf.numbers(20_000) {
            original.add(number)
            copy.add(number)
        }
        #expect(copy == original)
        #expect(try KLLSketch(bytes: KLLSketch().bytes) == KLLSketch())
    }

    @Test func refusesAnotherSize() {
        var sketch = KLLSketch(k: 64)
        #expect(throws: ProfileError.self) { try sketch.merge(KLLSketch(k: 128)) }
    }
}
