import Profile
import TestSupport
import Testing

@Suite struct SketchFrequentItemsTests {
    private func text(_ number: Int) -> [UInt8] { Array("value \(number)".utf8) }

    private func sketch(_ numbers: some Sequence<Int>, capacity: Int = 64) -> FrequentItems {
        var sketch = FrequentItems(capacity: capacity)
        for number in numbers { sketch.add(text(number)) }
        return sketch
    }

    private func counts(_ numbers: some Sequence<Int>) -> [Int: Int] {
        numbers.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private func zipf(_ count: Int, seed: UInt64) -> [Int] {
        var generator = SplitMix(seed: seed)
        return (0..<count).map { _ in generator.zipf(1e6) }
    }

    /// The offset is within its bound, and each true count within the bounds of its key.
    private func expectBounds(_ sketch: FrequentItems, _ counts: [Int: Int]) {
        let total = counts.values.reduce(0, +)
        #expect(sketch.total == total)
        #expect(Double(sketch.offset) <= sketch.relativeError * Double(total))
        for (number, count) in counts {
            let bounds = sketch.bounds(of: text(number))
            if !bounds.contains(count) { Issue.record("\(number): \(count) is not in \(bounds)") }
        }
    }

    @Test func boundsHoldTheTrueCounts() {
        #expect(FrequentItems().relativeError < 0.000_85)
        for (seed, numbers) in [
            zipf(50_000, seed: 1), Array(0..<20_000), (0..<30_000).map { $0 % 65 },
            (0..<30_000).map { $0 % 3 == 0 ? 1 : $0 }, Array(repeating: 5, count: 1000),
        ].enumerated() {
            expectBounds(sketch(numbers, capacity: 64), counts(numbers))
            expectBounds(sketch(numbers, capacity: 4096), counts(numbers))
            expectBounds(sketch(numbers, capacity: seed % 2 == 0 ? 2 : 4), counts(numbers))
        }
    }

    @Test func isExactWhileThereAreCounters() {
        let numbers = zipf(3000, seed: 2).map { $0 % 64 }
        let (sketch, counts) = (sketch(numbers), counts(numbers))
        #expect(sketch.isExact)
        #expect(sketch.items.count == counts.count)
        for (number, count) in counts { #expect(sketch.bounds(of: text(number)) == count...count) }
        #expect(sketch.bounds(of: text(-1)) == 0...0)
    }

    @Test func findsAllThatAreFrequent() {
        let numbers = zipf(200_000, seed: 3)
        let (sketch, counts) = (sketch(numbers, capacity: 4096), counts(numbers))
        let frequent = counts.filter { Double($0.value) > 0.001 * 200_000 }
        let found = Set(sketch.items.map(\.key))
        #expect(frequent.count > 20)
        #expect(frequent.keys.allSatisfy { found.contains(text($0)) })
    }

    @Test func ordersEquallyFrequentOnesByTheirBytes() {
        let items = sketch([3, 1, 2, 2, 10]).items
        #expect(items.map(\.key) == [text(2), text(1), text(10), text(3)])
        #expect(items.map(\.bounds) == [2...2, 1...1, 1...1, 1...1])
    }

    @Test func addsACountAsThatManyItems() {
        var generator = SplitMix(seed: 4)
        var (sketch, counts) = (FrequentItems(capacity: 32), [Int: Int]())
        for _ in 0..<5000 {
            let (number, count) = (generator.zipf(1000), Int(generator.next() % 9))
            sketch.add(text(number), count: count)
            counts[number, default: 0] += count
        }
        expectBounds(sketch, counts)
    }

    @Test func countsKeysThatAreTooLongTogether() {
        var sketch = FrequentItems(capacity: 4)
        let long = [UInt8](repeating: 65, count: FrequentItems.longestKey + 1)
        sketch.add(long, count: 3)
        sketch.add([UInt8](long.dropLast()))
        sketch.add([])
        #expect(sketch.untracked == 3 && sketch.total == 5 && !sketch.isExact)
        #expect(sketch.bounds(of: long) == 0...3)
        #expect(sketch.bounds(of: [UInt8](long.dropLast())) == 1...1)
        #expect(sketch.bounds(of: []) == 1...1)
    }

    @Test func holdsNumbersInTheirOrder() {
        var sketch = FrequentItems()
        let numbers = [-Double.infinity, -2, -1e-300, 0, 1e-300, 3, .infinity]
        var generator = SplitMix(seed: 9)
        for number in numbers.shuffled(using: &generator) { sketch.add(number) }
        sketch.add(-0.0, count: 2)
        #expect(sketch.items.first?.bounds == 3...3)
        let rest = sketch.items.dropFirst().compactMap { FrequentItems.number($0.key) }
        #expect(rest == numbers.filter { $0 != 0 })
        #expect(FrequentItems.number([1, 2]) == nil)
    }

    @Test func mergeOfPartsStaysWithinTheBounds() throws {
        var generator = SplitMix(seed: 5)
        for seed in 0..<20 {
            let numbers = zipf(20_000, seed: UInt64(seed))
            var merged = FrequentItems(capacity: 64)
            for part in generator.parts(of: numbers.count, into: 9) {
                try merged.merge(sketch(numbers[part]))
            }
            expectBounds(merged, counts(numbers))
        }
    }

    @Test func mergeIsCommutativeBitForBitAndHasAnIdentity() throws {
        for seed in 0..<50 {
            let left = sketch(zipf(500, seed: UInt64(seed)))
            let right = sketch(zipf(700, seed: UInt64(seed + 1000)))
            var (one, other, same) = (left, right, left)
            try one.merge(right)
            try other.merge(left)
            try same.merge(FrequentItems(capacity: 64))
            #expect(one.bytes == other.bytes)
            #expect(same == left)
        }
    }

    @Test func mergeIsAssociativeWhileExact() throws {
        let numbers = (0..<500).map { $0 % 60 }
        var generator = SplitMix(seed: 6)
        for _ in 0..<50 {
            let parts = generator.parts(of: 500, into: 3).map { sketch(numbers[$0]) }
            var (left, right, last) = (parts[0], parts[1], parts[0])
            try left.merge(parts[1])
            try left.merge(parts[2])
            try right.merge(parts[2])
            try last.merge(right)
            #expect(left == last && left == sketch(numbers))
        }
    }

    @Test func isReadBackAndGoesOnAsBefore() throws {
        var original = sketch(zipf(5000, seed: 7))
        var copy = try FrequentItems(bytes: original.bytes)
        #expect(copy == original)
        for number in zipf(5000, seed: 8) {
            original.add(text(number))
            copy.add(text(number))
        }
        #expect(copy == original)
    }

    @Test func refusesAnotherSize() {
        var sketch = FrequentItems(capacity: 64)
        #expect(throws: ProfileError.self) { try sketch.merge(FrequentItems()) }
    }
}
