import Profile
import TestSupport
import Testing

@Suite struct SketchDistinctTests {
    private func sketch(_ numbers: some Sequence<Int>) -> HyperLogLog {
        var sketch = HyperLogLog()
        for number in numbers { sketch.add(hash: ByteHash.standard.hash64(Double(number))) }
        return sketch
    }

    @Test(arguments: [10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000])
    func staysWithinFourStandardErrors(size: Int) {
        let error = sketch(0..<size).estimate / Double(size) - 1
        #expect(abs(error) < 4 * HyperLogLog.relativeStandardError, "\(error)")
    }

    /// Of many more values than registers; of fewer, the errors are smaller.
    @Test func hasTheStatedError() {
        var (sum, squares) = (0.0, 0.0)
        let (sets, size) = (100, 300_000)
        for set in 0..<sets {
            let error = sketch((set * size)..<((set + 1) * size)).estimate / Double(size) - 1
            sum += error
            squares += error * error
        }
        let deviation = (squares / Double(sets)).squareRoot()
        #expect(abs(HyperLogLog.relativeStandardError - 0.008_1) < 0.000_1)
        #expect(abs(deviation / HyperLogLog.relativeStandardError - 1) < 0.25)
        #expect(abs(sum / Double(sets)) < 0.003)
    }

    @Test func ofNothingIsNothing() { #expect(HyperLogLog().estimate == 0) }

    @Test func takesHashesOfAllRanks() {
        var sketch = HyperLogLog()
        for register in 0..<UInt64(1 << 14) { sketch.add(hash: register << 50) }
        #expect(sketch.estimate > 1e18)
        #expect(sketch.bytes.allSatisfy { $0 == 51 })
    }

    @Test func mergeIsAUnion() {
        var generator = SplitMix(seed: 1)
        for _ in 0..<50 {
            let parts = generator.parts(of: 5000, into: 3).map { sketch($0) }
            var (left, right, last) = (parts[0], parts[1], parts[2])
            left.merge(parts[1])
            left.merge(parts[2])
            right.merge(parts[0])
            last.merge(right)
            #expect(left == last && left == sketch(0..<5000))
            last.merge(parts[0])
            last.merge(HyperLogLog())
            #expect(left == last)
        }
    }

    @Test func isReadBack() throws {
        let sketch = sketch(0..<3000)
        #expect(try HyperLogLog(bytes: sketch.bytes) == sketch)
    }
}
