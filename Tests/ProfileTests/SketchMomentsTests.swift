import Profile
import TestSupport
import Testing

@Suite struct SketchMomentsTests {
    private func moments(_ numbers: some Sequence<Double>) -> Moments {
        var moments = Moments()
        for number in numbers { moments.add(number) }
        return moments
    }

    private func isClose(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= 1e-12 * max(abs(left), abs(right), 1)
    }

    @Test func followsTheDefinition() throws {
        let moments = moments([2, 4, 4, 4, 5, 5, 7, 9])
        #expect(moments.count == 8 && moments.mean == 5 && moments.sum == 40)
        #expect(isClose(moments.squares, 32))
        #expect(isClose(try #require(moments.standardDeviation), (32.0 / 7).squareRoot()))
        #expect(Moments().standardDeviation == nil)
        #expect(self.moments([3]).standardDeviation == nil)
    }

    @Test func keepsSmallDeviationsFromALargeMean() throws {
        let moments = moments((0..<1000).map { 1e9 + Double($0 % 2) })
        #expect(abs(try #require(moments.standardDeviation) - 0.500_250_187_6) < 1e-9)
    }

    @Test func ofAConstantHasNoDeviation() {
        var merged = Moments()
        for count in [1, 7, 100, 3] { merged.merge(moments(repeatElement(0.1, count: count))) }
        merged.add(0.1, count: 12_345)
        #expect(merged.mean == 0.1 && merged.squares == 0)
    }

    @Test func ofHugeNumbersStaysDefined() throws {
        let numbers = [1.7e308, -1.7e308, 1e308, -1.7e308]
        var parts = moments(numbers.prefix(2))
        parts.merge(moments(numbers.dropFirst(2)))
        for moments in [moments(numbers), parts] {
            #expect(abs(moments.mean / -0.175e308 - 1) < 1e-9)
            #expect(moments.squares == .infinity && moments.standardDeviation == .infinity)
            #expect(try Moments(bytes: moments.bytes) == moments)
        }
    }

    @Test func mergeOfPartsIsTheWhole() {
        var generator = SplitMix(seed: 1)
        for _ in 0..<200 {
            let numbers = (0..<300).map { _ in generator.unit() * 1e3 - 500 }
            let whole = moments(numbers)
            let parts = generator.parts(of: 300, into: 5).map { moments(numbers[$0]) }
            var merged = Moments()
            for part in parts { merged.merge(part) }
            #expect(merged.count == whole.count)
            #expect(isClose(merged.mean, whole.mean))
            #expect(abs(merged.squares / whole.squares - 1) < 1e-11)
        }
    }

    @Test func addsACountAsThatManyNumbers() {
        var weighted = Moments()
        weighted.add(3, count: 5)
        weighted.add(-1, count: 0)
        weighted.add(8, count: 2)
        let single = moments([3, 3, 3, 3, 3, 8, 8])
        #expect(weighted.count == 7 && isClose(weighted.mean, single.mean))
        #expect(isClose(weighted.squares, single.squares))
    }

    @Test func mergeIsCommutativeBitForBitAndHasAnIdentity() {
        var generator = SplitMix(seed: 2)
        for _ in 0..<500 {
            let left = moments((0..<Int(generator.next() % 9)).map { _ in generator.unit() })
            let right = moments((0..<Int(generator.next() % 9)).map { _ in generator.unit() })
            var (one, other, same) = (left, right, left)
            one.merge(right)
            other.merge(left)
            same.merge(Moments())
            #expect(one.bytes == other.bytes)
            #expect(same == left)
        }
    }
}
