import Evaluation
import Testing

/// Against SciPy's `norm`.
@Suite struct NormalDistributionTests {
    @Test func quantiles() throws {
        let cases = try SignificanceFixture().list("normal", "quantile")
        #expect(cases.count > 20)
        for pair in cases.map({ $0.numbers() }) {
            let ours = NormalDistribution.quantile(pair[0])
            #expect(
                (ours - pair[1]).magnitude <= 1e-12 * max(1, pair[1].magnitude),
                "\(pair[0]): \(pair[1]), not \(ours)")
        }
    }

    @Test func probabilities() throws {
        let cases = try SignificanceFixture().list("normal", "cumulative")
        #expect(cases.count > 10)
        for pair in cases.map({ $0.numbers() }) {
            let ours = NormalDistribution.cumulative(pair[0])
            #expect(
                (ours - pair[1]).magnitude <= 1e-12 * pair[1], "\(pair[0]): \(pair[1]), not \(ours)"
            )
        }
    }

    @Test func theEndsAreInfinite() {
        #expect(NormalDistribution.quantile(0) == -.infinity)
        #expect(NormalDistribution.quantile(1) == .infinity)
    }

    @Test(arguments: [Double.leastNonzeroMagnitude, .leastNormalMagnitude])
    func theSmallestProbabilitiesHaveQuantiles(_ probability: Double) {
        let value = NormalDistribution.quantile(probability)
        #expect(value < -37 && value > -39, "\(value)")
    }
}
