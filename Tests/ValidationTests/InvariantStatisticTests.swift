import Dataset
import Profile
import RunDocument
import Testing
import Validation

@Suite struct InvariantStatisticTests {
    private func profile(_ values: [Double]) -> ColumnProfile {
        let counts = NumberCounts(of: values)
        let exact = Estimate(value: Double(counts.values.count), standardError: 0)
        let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        return ColumnProfile(
            name: "x",
            rows: values.count,
            missing: 0,
            type: .number,
            numbers: NumberSummary(
                count: values.count,
                integers: 0,
                nan: 0,
                positiveInfinity: 0,
                negativeInfinity: 0,
                minimum: values.min(),
                maximum: values.max(),
                mean: mean,
                standardDeviation: nil,
                distinct: exact,
                counts: counts
            ),
            texts: TextSummary(
                count: 0,
                booleans: 0,
                dates: 0,
                datetimes: 0,
                times: 0,
                minimumLength: nil,
                maximumLength: nil,
                meanLength: nil,
                distinct: Estimate(value: 0, standardError: 0),
                counts: nil,
                frequent: []
            )
        )
    }

    /// numpy.quantile([1, 2, 2, 10], q)
    @Test(
        arguments: [
            (0, 1), (0.25, 1.75), (0.5, 2), (0.75, 4), (0.9, 7.6), (1, 10),
        ] as [(Double, Double)])
    func quantiles(_ share: Double, _ expected: Double) throws {
        let found = try #require(profile([10, 2, 1, 2]).measured(.quantile(share)))
        #expect((found.value - expected).magnitude < 1e-12 && found.isExact)
    }

    @Test func rangesAreHeld() {
        let column = profile([1, 2, 3, 10])
        func status(_ statistic: ColumnStatistic, _ minimum: Double?, _ maximum: Double?)
            -> Check.Status
        {
            Finding(
                statistic: statistic.name,
                of: "x",
                column.measured(statistic),
                minimum: minimum,
                maximum: maximum
            ).check.status
        }
        #expect(status(.mean, 4, 4) == .passed)
        #expect(status(.mean, 4.1, nil) == .failed)
        #expect(status(.median, nil, 2.4) == .failed)
        #expect(status(.median, 2.5, 2.5) == .passed)
        #expect(status(.sum, 16, 16) == .passed)
        #expect(status(.maximum, nil, 9) == .failed)
        #expect(status(.minimum, 1, nil) == .passed)
        #expect(status(.distinct, 2, 4) == .passed)
        // What is not there is in no range.
        #expect(status(.standardDeviation, nil, 9) == .failed)
    }

    @Test func aFailureSaysWhatItSaw() {
        let finding = Finding(
            statistic: "mean", of: "x", profile([1, 2]).measured(.mean), minimum: 2, maximum: 3
        )
        #expect(finding.check.id == "mean/x")
        #expect(finding.check.observed == 1.5)
        #expect(finding.check.message == "'x' has the mean 1.5; expected >= 2, <= 3")
        #expect(finding.check["exact"] == nil)
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
            Measured(Estimate(value: 100, standardError: 1)),
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
