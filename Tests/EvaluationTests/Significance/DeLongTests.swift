import Evaluation
import RunDocument
import TestSupport
import Testing

/// Against the definition of DeLong, DeLong and Clarke-Pearson (1988), pair by pair.
@Suite struct DeLongTests {
    @Test(arguments: ["ovarian", "distinct", "tied"])
    func areasAndTheirCovariances(_ name: String) throws {
        let fixture = try #require(try SignificanceFixture().json["delong"]?[name])
        let isPositive = fixture.numbers("truth").map { $0 == 1 }
        let models = try #require(fixture["models"]?.arrayValue).map { $0.numbers() }
        let covariances = try #require(fixture["covariance"]?.arrayValue).map { $0.numbers() }
        let areas = try models.map { try #require(DeLong(scores: $0, isPositive: isPositive)) }
        for (area, expected) in zip(areas, fixture.numbers("areas")) {
            #expect((area.area - expected).magnitude < 1e-12)
        }
        for (row, one) in areas.enumerated() {
            for (column, other) in areas.enumerated() {
                #expect((one.covariance(with: other) - covariances[row][column]).magnitude < 1e-12)
            }
        }
    }

    /// 95 % of the normal distribution are within 1.96 standard errors.
    @Test func intervalsAreOfTheNormalDistribution() throws {
        let fixture = try #require(try SignificanceFixture().json["delong"]?["ovarian"])
        let isPositive = fixture.numbers("truth").map { $0 == 1 }
        let models = try #require(fixture["models"]?.arrayValue).map { $0.numbers() }
        let covariances = try #require(fixture["covariance"]?.arrayValue).map { $0.numbers() }
        let albumin = try #require(DeLong(scores: models[0], isPositive: isPositive))
        let score = try #require(DeLong(scores: models[2], isPositive: isPositive))
        let own = albumin.interval(confidence: 0.95)
        let reach = 1.959963984540054 * covariances[0][0].squareRoot()
        #expect((own.lower - (albumin.area - reach)).magnitude < 1e-12)
        #expect((own.upper - (albumin.area + reach)).magnitude < 1e-12)
        let change = albumin.changeInterval(from: score, confidence: 0.95)
        let variance = covariances[0][0] + covariances[2][2] - 2 * covariances[0][2]
        let width = 2 * 1.959963984540054 * variance.squareRoot()
        #expect((change.upper - change.lower - width).magnitude < 1e-12)
        #expect(((change.upper + change.lower) / 2 - (albumin.area - score.area)).magnitude < 1e-12)
    }

    @Test func oneOfAClassHasNoVariance() {
        #expect(DeLong(scores: [0.1, 0.2, 0.9], isPositive: [false, false, true]) == nil)
        #expect(DeLong(scores: [0.1, 0.2], isPositive: [true, true]) == nil)
    }

    @Test func thePerfectModelStaysWithinOne() throws {
        let area = try #require(
            DeLong(scores: [0.1, 0.2, 0.8, 0.9], isPositive: [false, false, true, true]))
        #expect(area.interval(confidence: 0.95) == Interval(1, 1))
    }

    @Test func aModelDoesNotDifferFromItself() throws {
        var random = SplitMix(seed: 3)
        let scores = (0..<50).map { _ in random.unit() }
        let isPositive = scores.map { $0 + random.unit() > 1 }
        let area = try #require(DeLong(scores: scores, isPositive: isPositive))
        let change = area.changeInterval(from: area, confidence: 0.95)
        #expect(change.lower.magnitude < 1e-7 && change.upper.magnitude < 1e-7)
    }
}
