import FileStorage
import LoadTest
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The histogram against HdrHistogram's Python edition; see `Fixtures/make_histograms.py`.
@Suite struct LatencyHistogramTests {
    struct Case: CustomTestStringConvertible {
        let json: JSONValue

        var testDescription: String { json["name"]?.stringValue ?? "" }

        var values: [Int64] {
            json["values"]?.arrayValue?.compactMap { $0.integerValue.map(Int64.init) } ?? []
        }

        var percentiles: [(Double, Int64)] {
            (json["percentiles"]?.arrayValue ?? []).compactMap { pair in
                guard let numbers = pair.arrayValue, let percentile = numbers[0].doubleValue,
                    let value = numbers[1].integerValue
                else { return nil }
                return (percentile, Int64(value))
            }
        }
    }

    static let cases: [Case] = {
        let path = Tool.root.appending("Tests/LoadTestTests/Fixtures/histograms.json")
        let json = (try? Files.read(path)).flatMap { try? JSONValue(parsing: $0) }
        return (json?["cases"]?.arrayValue ?? []).map(Case.init)
    }()

    @Test func theFixtureIsRead() { #expect(Self.cases.count == 48) }

    @Test(arguments: cases) func saysWhatTheReferenceSays(_ reference: Case) throws {
        let json = reference.json
        var histogram = LatencyHistogram(
            significantDigits: try #require(json["digits"]?.integerValue))
        let interval = Int64(try #require(json["interval"]?.integerValue))
        var refused = 0
        for value in reference.values {
            let isTaken =
                interval > 0
                ? histogram.recordCorrected(value, expectedInterval: interval)
                : histogram.record(value)
            if !isTaken { refused += 1 }
        }
        #expect(refused == json["refused"]?.integerValue)
        #expect(histogram.count == json["count"]?.integerValue)
        #expect(histogram.minimum == json["min"]?.integerValue.map(Int64.init))
        #expect(histogram.maximum == json["max"]?.integerValue.map(Int64.init))
        let mean = try #require(json["mean"]?.doubleValue)
        #expect(abs(histogram.mean - mean) <= mean * 1e-12)
        for (percentile, value) in reference.percentiles {
            #expect(histogram.value(atPercentile: percentile) == value, "p\(percentile)")
        }
    }

    @Test func mergingIsRecordingAll() {
        var generator = SplitMix(seed: 3)
        var parts = [LatencyHistogram](repeating: LatencyHistogram(), count: 3)
        var whole = LatencyHistogram()
        for number in 0..<3000 {
            let value = Int64(generator.next() >> (22 + generator.next() % 40))
            parts[number % 3].record(value)
            whole.record(value)
        }
        var merged = LatencyHistogram()
        for part in parts { merged.merge(part) }
        #expect(merged == whole)
        #expect(whole.count == 3000)
    }

    @Test(arguments: [1, 5, 60]) func barsHoldEveryCountOnce(limit: Int) throws {
        var generator = SplitMix(seed: 4)
        var histogram = LatencyHistogram()
        for _ in 0..<5000 {
            histogram.record(Int64(generator.next() >> (22 + generator.next() % 30)))
        }
        let bars = histogram.bars(atMost: limit)
        #expect(bars.count <= limit)
        #expect(bars.count > limit / 4)
        #expect(bars.map(\.count).reduce(0, +) == 5000)
        for (bar, next) in zip(bars, bars.dropFirst()) { #expect(bar.upper + 1 == next.lower) }
        let (first, last) = (try #require(bars.first), try #require(bars.last))
        #expect(first.count > 0 && first.lower <= histogram.minimum)
        #expect(last.count > 0 && last.upper >= histogram.maximum)
    }

    @Test func aFewValuesHaveExactBars() {
        var histogram = LatencyHistogram()
        for value: Int64 in [7, 7, 9] { histogram.record(value) }
        let bars = histogram.bars()
        #expect(bars.map(\.lower) == [7, 8, 9])
        #expect(bars.map(\.upper) == [7, 8, 9])
        #expect(bars.map(\.count) == [2, 0, 1])
    }

    @Test func thePercentileCurveRisesToTheMaximum() throws {
        var histogram = LatencyHistogram()
        for value in 1...10_000 { histogram.record(Int64(value) * 1000) }
        let curve = histogram.percentileCurve
        let last = try #require(curve.last)
        #expect(last.percentile == 100)
        #expect(last.value == histogram.maximum)
        #expect(curve.count > 40)
        for (point, next) in zip(curve, curve.dropFirst()) {
            #expect(point.percentile < next.percentile)
            #expect(point.value <= next.value)
            #expect(point.value == histogram.value(atPercentile: point.percentile))
        }
    }

    @Test func anEmptyOneHasNothingToShow() {
        let histogram = LatencyHistogram()
        #expect(histogram.bars().isEmpty)
        #expect(histogram.percentileCurve.isEmpty)
        #expect(histogram.value(atPercentile: 99) == 0)
    }
}
