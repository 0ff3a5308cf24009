import Profile
import Testing

@Suite struct NumberCountsTests {
    @Test func countsEachFiniteValueOnce() {
        let counts = NumberCounts(of: [2, -0.0, .nan, 1, 2, 0, .infinity])
        #expect(counts.values == [0, 1, 2])
        #expect(counts.counts == [2, 1, 2])
        #expect(counts.total == 5)
    }
}
