import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Against what pROC and Stata print; see `Fixtures/make_delong.py`.
@Suite struct PublishedDeLongTests {
    private let published: JSONValue
    private let areas: [String: DeLong]

    init() throws {
        let path = Tool.root.appending("Tests/EvaluationTests/Fixtures/delong.json")
        let published = try JSONValue(parsing: try Files.read(path))
        let isPositive = published.numbers("truth").map { $0 == 1 }
        areas = try #require(published["models"]?.objectValue).mapValues {
            try #require(DeLong(scores: $0.numbers(), isPositive: isPositive))
        }
        self.published = published
    }

    private func area(_ name: JSONValue?) throws -> DeLong {
        let name = try #require(name?.stringValue)
        return try #require(areas[name])
    }

    @Test func areasAndTheirIntervals() throws {
        for (name, expected) in try #require(published["pROC"]?["intervals"]?.objectValue) {
            let area = try area(.string(name))
            let interval = area.interval(confidence: 0.95)
            for (one, other) in zip(
                [interval.lower, area.area, interval.upper], expected.numbers())
            {
                #expect((one - other).magnitude < 1e-14, "\(name)")
            }
        }
    }

    @Test func variancesAndCovariances() throws {
        for (name, expected) in try #require(published["pROC"]?["variances"]?.objectValue) {
            let expected = try #require(expected.doubleValue)
            #expect((try area(.string(name)).variance / expected - 1).magnitude < 1e-12, "\(name)")
        }
        for row in try #require(published["pROC"]?["covariances"]?.arrayValue) {
            let row = try #require(row.arrayValue)
            let expected = try #require(row.last?.doubleValue)
            let covariance = try area(row[0]).covariance(with: try area(row[1]))
            #expect((covariance / expected - 1).magnitude < 1e-12, "\(row)")
        }
    }

    @Test func testsOfDifferences() throws {
        let tests = try #require(published["pROC"]?["tests"]?.arrayValue)
        #expect(tests.count == 3)
        for test in tests {
            let names = try #require(test["models"]?.arrayValue)
            let (one, other) = (try area(names[0]), try area(names[1]))
            let variance = one.variance + other.variance - 2 * one.covariance(with: other)
            let z = (one.area - other.area) / variance.squareRoot()
            #expect((z - (test["z"]?.doubleValue ?? .nan)).magnitude < 1e-12, "\(names)")
            let pValue = 2 * NormalDistribution.cumulative(-z.magnitude)
            #expect((pValue - (test["p"]?.doubleValue ?? .nan)).magnitude < 1e-12, "\(names)")
            let interval = one.changeInterval(from: other, confidence: 0.95)
            let expected = test.numbers("interval")
            #expect((interval.lower - expected[0]).magnitude < 1e-13, "\(names)")
            #expect((interval.upper - expected[1]).magnitude < 1e-13, "\(names)")
        }
    }

    /// To the digits that Stata prints.
    @Test func anAreaAsStataPrintsIt() throws {
        let printed = try #require(published["Stata"])
        let area = try area(printed["model"])
        let interval = area.interval(confidence: 0.95)
        func rounded(_ value: Double, _ digits: Double) -> Double {
            (value * digits).rounded() / digits
        }
        #expect(rounded(area.area, 1e4) == printed["area"]?.doubleValue)
        #expect(rounded(area.variance.squareRoot(), 1e4) == printed["standardError"]?.doubleValue)
        #expect(
            [rounded(interval.lower, 1e5), rounded(interval.upper, 1e5)]
                == printed.numbers("interval"))
    }
}
