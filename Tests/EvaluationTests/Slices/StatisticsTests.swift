import Evaluation
import RunDocument
import Testing

@Suite struct StatisticsTests {
    @Test func studentAgreesWithSciPy() throws {
        let cases = try SlicePeers.cases("student").map(\.doubles)
        try #require(cases.count >= 200)
        for numbers in cases {
            let found = StudentT.survival(numbers[0], freedom: numbers[1])
            // Relative, for the corrected p-values are products of small ones.
            let allowed = max(1e-9 * numbers[2], 1e-300)
            #expect((found - numbers[2]).magnitude <= allowed, "t \(numbers[0]), ν \(numbers[1])")
        }
        // With one degree of freedom it is Cauchy's: 1/2 − atan(t) / π.
        #expect((StudentT.survival(1e-8, freedom: 1) - (0.5 - 1e-8 / Double.pi)).magnitude < 1e-16)
        #expect(StudentT.survival(.infinity, freedom: 3) == 0)
        #expect(StudentT.survival(.nan, freedom: 3).isNaN)
    }

    @Test func discoveryRateAgreesWithSciPy() throws {
        let cases = try SlicePeers.cases("discovery")
        try #require(cases.count == 20)
        for testCase in cases {
            let found = FalseDiscoveryRate.adjusted(testCase["p"]?.doubles ?? [])
            for (own, theirs) in zip(found, testCase["adjusted"]?.doubles ?? []) {
                #expect((own - theirs).magnitude <= 1e-12)
            }
        }
        #expect(FalseDiscoveryRate.adjusted([]).isEmpty)
    }
}
