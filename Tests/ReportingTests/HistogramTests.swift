import FileStorage
import Profile
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Histograms against numpy's; see `Fixtures/make_histograms.py`.
@Suite struct HistogramTests {
    struct Case: CustomTestStringConvertible {
        let json: JSONValue

        var testDescription: String {
            "\(json["name"]?.stringValue ?? ""), \(json["bins"]?.integerValue ?? 0) bins"
        }

        func numbers(_ key: String) -> [Double] {
            json[key]?.arrayValue?.compactMap(\.doubleValue) ?? []
        }
    }

    static func cases() throws -> [Case] {
        let path = Tool.root.appending("Tests/ReportingTests/Fixtures/histograms.json")
        let fixture = try JSONValue(parsing: try Files.read(path))
        return (fixture["cases"]?.arrayValue ?? []).map(Case.init)
    }

    @Test(arguments: try cases())
    func edgesAndCountsAreNumpys(_ testCase: Case) throws {
        let counts = NumberCounts(of: testCase.numbers("values"))
        let bins = try #require(testCase.json["bins"]?.integerValue)
        let histogram = Histogram(counts: counts, bins: bins)
        #expect(histogram.edges == testCase.numbers("edges"))
        #expect(histogram.counts == testCase.numbers("counts").map { Int($0) })
        #expect(histogram.total == counts.total)
    }

    @Test func numbersOutsideOfGivenEdgesAreLeftOut() {
        let counts = NumberCounts(of: [-1, 0, 0.5, 1, 2, 2, 3])
        #expect(Histogram(counts: counts, edges: [0, 1, 2]).counts == [2, 3])
    }

    @Test func theWholeRangeOfDoubleHasFiniteEdges() {
        let limit = Double.greatestFiniteMagnitude
        let histogram = Histogram(counts: NumberCounts(of: [-limit, 0, limit]), bins: 4)
        #expect(histogram.edges.count == 5)
        #expect(histogram.edges.count(where: { $0.isFinite }) == 5)
        #expect(histogram.counts == [1, 0, 1, 1])
    }

    @Test func aRangeTooNarrowForItsBinsIsOneBin() {
        let histogram = Histogram(counts: NumberCounts(of: [1, 1.0.nextUp]), bins: 20)
        #expect(histogram.edges == [1, 1.0.nextUp])
        #expect(histogram.counts == [2])
    }

    @Test func fewIntegersGetABinEach() {
        let edges = Histogram.integerEdges(from: 1, to: 12, atMost: 20)
        #expect(edges == (0...12).map { Double($0) + 0.5 })
    }

    @Test func manyIntegersGetBinsOfOneWidth() {
        let edges = Histogram.integerEdges(from: 0, to: 23, atMost: 20)
        #expect(edges == (0...12).map { Double($0 * 2) - 0.5 })
        let wide = Histogram.integerEdges(from: -1e18, to: 1e18, atMost: 20)
        #expect(wide == Histogram.edges(from: -1e18, to: 1e18, bins: 20))
    }

    @Test func quantilesGiveTheCountsOfTheNumbersTheyStandFor() {
        let values = (0..<1000).map { Double($0 * $0) }
        let counts = NumberCounts(of: values)
        let exact = Histogram(counts: counts, bins: 20)
        let estimated = Histogram(total: 1000, edges: exact.edges) { rank in
            values[min(999, Int(rank * 1000))]
        }
        #expect(estimated.total == 1000)
        for (left, right) in zip(exact.counts, estimated.counts) {
            #expect(abs(left - right) <= 1)
        }
    }
}
