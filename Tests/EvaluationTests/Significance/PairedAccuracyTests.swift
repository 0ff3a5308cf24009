import Evaluation
import RunDocument
import Testing

/// McNemar's test against statsmodels and SciPy, Tango's interval against a search for the
/// greatest likelihood, and both against a published table.
@Suite struct PairedAccuracyTests {
    @Test func pairedTables() throws {
        let cases = try SignificanceFixture().list("paired")
        #expect(cases.count > 8)
        for fixture in cases {
            let paired = PairedAccuracy(
                gained: fixture.whole("gained"), lost: fixture.whole("lost"),
                rowCount: fixture.whole("count"))
            let expected = try #require(fixture["p"]?.doubleValue)
            #expect((paired.pValue - expected).magnitude <= 1e-10 * max(expected, 1e-300))
            let interval = try #require(paired.changeInterval(confidence: 0.95))
            let ends = fixture.numbers("interval")
            #expect((interval.lower - ends[0]).magnitude < 1e-6, "\(fixture)")
            #expect((interval.upper - ends[1]).magnitude < 1e-6, "\(fixture)")
        }
    }

    @Test func exactTests() throws {
        let cases = try SignificanceFixture().list("exact").map { $0.numbers() }
        #expect(cases.count > 7)
        for values in cases {
            let (gained, lost) = (Int(values[0]), Int(values[1]))
            let paired = PairedAccuracy(gained: gained, lost: lost, rowCount: gained + lost)
            #expect(
                (paired.pValue - values[2]).magnitude <= 1e-8 * values[2] + 1e-300,
                "\(gained) \(lost): \(values[2]), not \(paired.pValue)")
        }
        #expect(PairedAccuracy(gained: 0, lost: 0, rowCount: 10).pValue == 1)
    }

    @Test func aPublishedTable() throws {
        let fixture = try #require(try SignificanceFixture().json["published"])
        let paired = PairedAccuracy(
            gained: fixture.whole("gained"), lost: fixture.whole("lost"),
            rowCount: fixture.whole("count"))
        let interval = try #require(paired.changeInterval(confidence: 0.95))
        let ends = fixture.numbers("interval")
        #expect((interval.lower - ends[0]).magnitude <= 0.00005)
        #expect((interval.upper - ends[1]).magnitude <= 0.00005)
        #expect((paired.pValue - (fixture["p"]?.doubleValue ?? 0)).magnitude <= 0.0000005)
    }

    /// McNemar's test without correction rejects if (b − c)² / (b + c) is above 1.96².
    @Test func theIntervalHoldsZeroIfTheTestDoesNotReject() throws {
        for gained in 0...25 {
            for lost in 0...25 where gained + lost > 0 {
                let paired = PairedAccuracy(gained: gained, lost: lost, rowCount: 60)
                let interval = try #require(paired.changeInterval(confidence: 0.95))
                let difference = Double(gained - lost)
                let rejects =
                    difference * difference / Double(gained + lost)
                    > 1.959963984540054 * 1.959963984540054
                let holdsZero = interval.lower <= 0 && interval.upper >= 0
                #expect(holdsZero != rejects, "\(gained) \(lost): \(interval)")
            }
        }
    }

    @Test func noDifferenceAtAllStillHasAWidth() throws {
        let interval = try #require(
            PairedAccuracy(gained: 0, lost: 0, rowCount: 100).changeInterval(confidence: 0.95))
        #expect(interval.lower < -0.01 && interval.upper > 0.01)
        #expect((interval.lower + interval.upper).magnitude < 1e-12)
        #expect(
            PairedAccuracy(gained: 0, lost: 0, rowCount: 0).changeInterval(confidence: 0.95) == nil)
    }

    @Test func theEndsStayWithinOne() throws {
        let all = try #require(
            PairedAccuracy(gained: 20, lost: 0, rowCount: 20).changeInterval(confidence: 0.95))
        #expect(all.upper <= 1 && all.upper > 0.99 && all.lower > 0.5)
        let none = try #require(
            PairedAccuracy(gained: 0, lost: 20, rowCount: 20).changeInterval(confidence: 0.95))
        #expect((all.lower + none.upper).magnitude < 1e-12)
    }
}
