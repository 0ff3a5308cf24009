import Evaluation
import RunDocument
import TestSupport
import Testing

@Suite struct BootstrapTests {
    /// SciPy draws exactly n rows and leaves out each; here the number is random (a share of 1 / n
    /// in the width) and at most 200 parts are left out, so beside the spread of SciPy's own ends
    /// over its seeds there are 4 % of the width, and half a row of the accuracy's steps.
    @Test func endsAreSciPysButForChance() throws {
        let cases = try SignificanceFixture().list("bootstrap")
        #expect(cases.count == 12)
        for (index, fixture) in cases.enumerated() {
            let scores = fixture.numbers("scores")
            let truth = fixture.numbers("truth")
            let rows: ScoredRows =
                fixture["task"] == "binary"
                ? .binary(truth.map { Int32($0) }, scores) : .regression(truth, scores)
            let expected = try #require(fixture["intervals"]?.objectValue)
            let bootstrap = Bootstrap(confidence: 0.95, resamples: 9999, seed: 1)
            let found = try bootstrap.intervals(
                of: rows, baseline: nil, metrics: Set(expected.keys))
            for (name, value) in expected {
                let interval = try #require(found[name]?.value)
                let (ends, spread) = (value.numbers("mean"), value.numbers("spread"))
                let slack =
                    0.04 * (ends[1] - ends[0]) + (name == "mae" ? 0 : 0.5 / Double(scores.count))
                #expect(
                    (interval.lower - ends[0]).magnitude < 4 * spread[0] + slack,
                    "\(index) \(name): \(ends), not \(interval)")
                #expect(
                    (interval.upper - ends[1]).magnitude < 4 * spread[1] + slack,
                    "\(index) \(name): \(ends), not \(interval)")
            }
        }
    }

    private static func correlated(
        _ count: Int, seed: UInt64
    ) -> (ScoredRows, ScoredRows) {
        var random = SplitMix(seed: seed)
        let truth = (0..<count).map { _ in Int32(random.unit() < 0.4 ? 1 : 0) }
        let base = truth.map { 0.25 * Double($0) + 0.75 * random.unit() }
        let better = zip(base, truth).map { $0 + 0.04 * (Double($1) - 0.5) + 0.02 * random.unit() }
        return (.binary(truth, better.map { min(1, max(0, $0)) }), .binary(truth, base))
    }

    @Test func thePairedChangeIsNarrowerThanTheUnpairedOne() throws {
        let (candidate, baseline) = Self.correlated(400, seed: 5)
        let metrics: Set = ["roc_auc", "f1", "log_loss", "accuracy"]
        for method in Significance.Method.allCases {
            let own = try Significance(confidence: 0.95, method: method).intervals(
                of: candidate, baseline: baseline, metrics: metrics)
            let other = try Significance(confidence: 0.95, method: method).intervals(
                of: baseline, baseline: nil, metrics: metrics)
            for name in metrics {
                let change = try #require(own[name]?.change)
                let left = try #require(own[name]?.value)
                let right = try #require(other[name]?.value)
                let unpaired = left.width * left.width + right.width * right.width
                #expect(change.width < 0.6 * unpaired.squareRoot(), "\(method) \(name)")
            }
        }
    }

    @Test func relativeChangesAreSharesOfTheBaseline() throws {
        let (candidate, baseline) = Self.correlated(2000, seed: 6)
        let metrics: Set = ["roc_auc", "f1", "log_loss", "accuracy"]
        let values = Metrics.values(of: baseline)
        for method in Significance.Method.allCases {
            let found = try Significance(confidence: 0.95, method: method).intervals(
                of: candidate, baseline: baseline, metrics: metrics)
            for name in metrics {
                let change = try #require(found[name]?.change)
                let relative = try #require(found[name]?.relativeChange)
                let scale = try #require(values[name] ?? nil)
                #expect(
                    (relative.lower - change.lower / scale).magnitude < 0.2 * relative.width,
                    "\(method) \(name)")
                #expect(
                    (relative.upper - change.upper / scale).magnitude < 0.2 * relative.width,
                    "\(method) \(name)")
            }
        }
    }

    @Test func aSeedGivesTheSameAgainAndAnotherSomethingElse() throws {
        let (candidate, baseline) = Self.correlated(300, seed: 7)
        func intervals(_ seed: UInt64) throws -> [String: MetricIntervals] {
            try Bootstrap(confidence: 0.9, seed: seed).intervals(
                of: candidate, baseline: baseline, metrics: ["roc_auc", "f1", "log_loss"])
        }
        #expect(try intervals(1) == intervals(1))
        #expect(try intervals(1)["roc_auc"] != intervals(2)["roc_auc"])
    }

    @Test func rowsThatAreAllTheSameHaveNoWidth() throws {
        let rows = ScoredRows.regression([1, 2, 3, 4], [2, 3, 4, 5])
        let found = try Bootstrap(confidence: 0.95).intervals(
            of: rows, baseline: nil, metrics: ["mae", "rmse"])
        #expect(found["mae"]?.value == Interval(1, 1))
        #expect(found["rmse"]?.value == Interval(1, 1))
    }

    @Test func noRowsHaveNoIntervals() throws {
        let rows = ScoredRows.regression([], [])
        #expect(
            try Bootstrap(confidence: 0.95).intervals(of: rows, baseline: nil, metrics: ["mae"])
                .isEmpty)
    }

    @Test(arguments: [0.5, 0.85])
    func ninetyFivePercentOfIntervalsHoldTheTruth(_ share: Double) throws {
        var random = SplitMix(seed: 8)
        var held = 0
        for simulation in 0..<300 {
            let truth = [Int32](repeating: 1, count: 200)
            let scores = truth.map { _ in random.unit() < share ? 0.9 : 0.1 }
            let found = try Bootstrap(confidence: 0.95, resamples: 1000, seed: UInt64(simulation))
                .intervals(of: .binary(truth, scores), baseline: nil, metrics: ["accuracy"])
            let interval = try #require(found["accuracy"]?.value)
            if interval.lower <= share, share <= interval.upper { held += 1 }
        }
        #expect((273...294).contains(held), "\(held) of 300")
    }
}

extension Interval {
    var width: Double { upper - lower }
}
