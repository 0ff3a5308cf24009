import Dataset
import RunDocument
import Testing
import Validation

@Suite struct InvariantStatisticTests {
    @Test(
        arguments: [
            (2, 2, .passed), (2, nil, .passed), (nil, 2, .passed), (2.1, nil, .failed),
            (nil, 1.9, .failed), (3, 4, .failed),
        ] as [(Double?, Double?, Check.Status)])
    func rangesAreHeld(_ minimum: Double?, _ maximum: Double?, _ status: Check.Status) {
        let finding = Finding(
            statistic: "mean",
            of: "x",
            Measured(2),
            minimum: minimum,
            maximum: maximum
        )
        #expect(finding.check.status == status)
        #expect(finding.check["exact"] == nil)
    }

    @Test func aFailureSaysWhatItSaw() {
        let finding = Finding(statistic: "mean", of: "x", Measured(1.5), minimum: 2, maximum: 3)
        #expect(finding.check.id == "mean/x")
        #expect(finding.check.observed == 1.5)
        #expect(finding.check.message == "'x' has the mean 1.5; expected >= 2, <= 3")
    }

    @Test func whatIsNotThereIsInNoRange() {
        let none = Finding(statistic: "stdev", of: "x", nil, maximum: 9)
        #expect(none.check.status == .failed && none.check.observed == .null)
        let nan = Finding(statistic: "stdev", of: "x", Measured(.nan), maximum: 9)
        #expect(nan.check.status == .failed)
    }

    /// 100 ± 3 against bounds around its ends.
    @Test(
        arguments: [
            (nil, 97, true), (nil, 96.9, false), (103, nil, true), (103.1, nil, false),
        ] as [(Double?, Double?, Bool)])
    func anEstimateFailsOnlyBeyondItsInterval(
        _ minimum: Double?, _ maximum: Double?, _ passes: Bool
    ) {
        let finding = Finding(
            statistic: "uniqueCount",
            of: "x",
            Measured(100, standardError: 1),
            minimum: minimum,
            maximum: maximum
        )
        #expect((finding.check.status == .passed) == passes)
        #expect(finding.check["exact"] == false)
        #expect(finding.check["interval"] == [97.0, 103.0])
    }

    @Test func countsAreHeld() {
        #expect(
            Finding(domainMassOf: "x", inside: 95, present: 100, minimum: 0.95).check.status
                == .passed
        )
        let mass = Finding(domainMassOf: "x", inside: 94, present: 100, minimum: 0.95)
        #expect(mass.check.status == .failed && mass.check.observed == 0.94)
        #expect(
            Finding(domainMassOf: "x", inside: 0, present: 0, minimum: 1).check.status == .passed)
        let nan = Finding(disallowed: "disallowNaN", "NaN", of: "x", count: 2)
        #expect(nan.check.id == "disallowNaN/x" && nan.check.status == .failed)
        #expect(
            Finding(disallowed: "disallowInf", "infinite", of: "x", count: 0).check.status
                == .passed)
        #expect(Finding(rowCountRatio: 90, to: 100, minimum: 0.9).check.status == .passed)
        #expect(Finding(rowCountRatio: 89, to: 100, minimum: 0.9).check.status == .failed)
        #expect(Finding(rowCountRatio: 89, to: 0, minimum: 0.9).check.status == .failed)
    }

    @Test(arguments: [
        (FieldType.datetime, 0, 24, true), (.datetime, 0, 25, false), (.date, 0, 48, true),
        (.date, 0, 49, false), (.datetime, 30, 24, true),
    ])
    func freshness(_ type: FieldType, _ newest: Int64, _ now: Int64, _ passes: Bool) {
        let hour: Int64 = 3_600_000_000
        let finding = Finding(
            freshnessOf: "ts",
            newest: newest * hour,
            type: type,
            now: now * hour,
            maximumAge: 24 * hour,
            expected: "P1D"
        )
        #expect((finding.check.status == .passed) == passes)
        let empty = Finding(
            freshnessOf: "ts",
            newest: nil,
            type: type,
            now: 0,
            maximumAge: hour,
            expected: "PT1H"
        )
        #expect(empty.check.status == .failed)
    }
}
