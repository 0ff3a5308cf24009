import Dataset
import Profile
import RunDocument
import TestSupport
import Testing
import Validation

/// Our own policy, the report and its findings.
@Suite struct DriftPolicyTests {
    private func bell(_ seed: UInt64, _ count: Int, shift: Double = 0) -> NumberCounts {
        var generator = SplitMix(seed: seed)
        return NumberCounts(
            of: (0..<count).map { _ in
                (0..<4).reduce(shift - 2) { sum, _ in sum + generator.unit() }
            }
        )
    }

    private func compare(
        _ reference: ColumnProfile,
        _ current: ColumnProfile,
        policy: DriftPolicy = .mlx,
        options: DriftOptions = DriftOptions()
    ) throws -> DriftReport {
        try DriftComparison(policy: policy, options: options)
            .run(
                reference: TableProfile(columns: [reference]),
                current: TableProfile(columns: [current]))
    }

    private func repeated(_ counts: KeyValuePairs<String, Int>) -> [String] {
        counts.flatMap { repeatElement($0.key, count: $0.value) }
    }

    @Test func sameSourceIsNoDrift() throws {
        for seed in UInt64(1)...20 {
            let report = try compare(.drift(bell(seed, 1000)), .drift(bell(seed + 100, 1000)))
            #expect(report.columns.first?.score?.method == .jensenshannon)
            #expect(report.columns.first?.score?.binning == "reference-deciles")
            #expect(!report.hasDrifted)
        }
    }

    @Test func movedNumbersAreDrift() throws {
        let report = try compare(.drift(bell(1, 2000)), .drift(bell(2, 2000, shift: 0.25)))
        #expect(report.columns.first?.hasDrifted == true)
        #expect(report.hasDrifted)
    }

    @Test func infiniteValuesAreBeyondTheReference() throws {
        var current = ColumnProfile.drift(bell(1, 1000))
        current.numbers.positiveInfinity = 100
        current.rows += 100
        #expect(try compare(.drift(bell(1, 1000)), current).columns.first?.hasDrifted == true)
    }

    @Test func textAmongNumbersIsDrift() throws {
        var current = ColumnProfile.drift(bell(1, 1000))
        current.texts = TextSummary(counts: TextCounts(values: ["n/a"], counts: [100]))
        current.rows += 100
        #expect(try compare(.drift(bell(1, 1000)), current).columns.first?.hasDrifted == true)
    }

    @Test func fewSamplesAreNotJudged() throws {
        let report = try compare(.drift(bell(1, 999)), .drift(bell(2, 999, shift: 3)))
        #expect(report.columns.first?.score == nil)
        let finding = try #require(report.findings.first)
        #expect(finding.check.status == .skipped)
        #expect(
            finding.check.message
                == "999 values in the reference data; drift is judged from 1000 on"
        )
    }

    @Test func newCategoriesAreCounted() throws {
        let reference = repeated(["a": 600, "b": 400])
        let current = repeated(["a": 570, "b": 390, "c": 30, "d": 10])
        let drift = try #require(
            try compare(.drift(texts: reference), .drift(texts: current)).columns.first)
        #expect(drift.newCategories?.distinct == 2)
        #expect(drift.newCategories?.share == 0.04)
        #expect(drift.hasDrifted)
        #expect(drift.score?.bins == 4)
    }

    @Test func rareCategoriesAreTakenTogether() throws {
        let names = (0..<900).map { "rare\($0)" }
        let first = names.prefix(450) + repeatElement("x", count: 9550)
        let second = names.prefix(500) + repeatElement("x", count: 9500)
        let drift = try compare(.drift(texts: Array(first)), .drift(texts: Array(second)))
        #expect(drift.columns.first?.score?.bins == 3)
        #expect(drift.columns.first?.hasDrifted == false)
    }

    @Test(arguments: [(80, false), (120, true)])
    func missingValuesAreADriftOfTheirOwn(_ missing: Int, _ drifted: Bool) throws {
        let counts = bell(1, 2000 - missing)
        let report = try compare(
            .drift(bell(1, 2000)), .drift(counts, missing: missing))
        let finding = try #require(
            report.findings.first { $0.check.id == "drift-missing/x" })
        #expect(finding.check.status == (drifted ? .failed : .passed))
        #expect(finding.check["missingCurrent"] == .number(Double(missing) / 2000))
    }

    @Test func peersDoNotJudgeMissingValues() throws {
        let report = try compare(
            .drift(bell(1, 1000)), .drift(bell(2, 1000), missing: 900), policy: .evidently)
        #expect(report.findings.map(\.check.id) == ["drift/x", "drift-share"])
    }

    @Test func findingsSayHowTheyWereMade() throws {
        var options = DriftOptions()
        try options.setRule(column: "x", method: "psi", threshold: 0.25)
        let report = try compare(
            .drift(bell(1, 900)), .drift(bell(2, 800, shift: 0.5)), policy: .evidently,
            options: options)
        let check = try #require(report.findings.first).check
        #expect(check.id == "drift/x")
        #expect(check.status == .failed)
        #expect(check.expected == "< 0.25")
        #expect(check["method"] == "psi")
        #expect(check["binning"] == "sturges")
        #expect(check["logBase"] == "e")
        #expect(check["operator"] == ">=")
        #expect(check["threshold"] == 0.25)
        #expect(check["referenceCount"] == 900)
        #expect(check["currentCount"] == 800)
        #expect(check["exact"] == true)
        #expect(check["drifted"] == true)
        #expect(check["policy"] == "evidently")
        #expect(check["interval"] == nil)
        #expect(check.observed == check["value"])
    }

    @Test func tableDriftsFromTheShareOn() throws {
        let same = bell(1, 1100)
        let moved = bell(2, 1100, shift: 1)
        let names = ["a", "b", "c", "d"]
        let reference = TableProfile(columns: names.map { .drift(name: $0, same) })
        for (drifted, share) in [(1, 0.25), (2, 0.5)] {
            let current = TableProfile(
                columns:
                    names.enumerated().map { .drift(name: $1, $0 < drifted ? moved : same) })
            let report = try DriftComparison(policy: .mlx).run(
                reference: reference, current: current)
            #expect(report.driftedShare == share)
            #expect(report.hasDrifted == (share >= 0.5))
            let check = try #require(report.findings.last).check
            #expect(check.id == "drift-share")
            #expect(check.status == (share >= 0.5 ? .failed : .passed))
        }
    }

    @Test func columnsCanBeIgnoredOrMissing() throws {
        let reference = TableProfile(columns: [
            .drift(name: "id", bell(1, 1100)), .drift(name: "gone", bell(2, 1100)),
        ])
        var options = DriftOptions()
        options.ignored = ["id"]
        let report = try DriftComparison(policy: .mlx, options: options).run(
            reference: reference,
            current: TableProfile(columns: [.drift(name: "id", bell(3, 1100))]))
        #expect(report.columns.map(\.name) == ["gone"])
        #expect(report.findings.first?.check.message == "not in the current data")
    }

    @Test func unknownMethodIsRefused() {
        var options = DriftOptions()
        #expect(throws: DriftError.unknownMethod("entropy")) {
            try options.setRule(column: "x", method: "entropy", threshold: nil)
        }
    }

    @Test func wordsHaveNoWasserstein() throws {
        var options = DriftOptions()
        try options.setRule(column: "x", method: "wasserstein", threshold: nil)
        let words = ColumnProfile.drift(texts: repeated(["a": 600, "b": 400]))
        #expect(throws: DriftError.notNumeric(method: "wasserstein", column: "x")) {
            try compare(words, words, options: options)
        }
    }

    /// Every method on a sketch: its interval holds the exact value, and only an interval that is
    /// past the threshold as a whole is drift.
    @Test(arguments: [
        "wasserstein", "ks", "ks_statistic", "jensenshannon", "psi", "kl", "tvd",
        "l_infinity", "hellinger", "jensen_shannon_divergence",
    ])
    func sketchGivesAnInterval(_ method: String) throws {
        // Evidently's bins for these two need all distinct values.
        let needsValues = ["tvd", "hellinger"].contains(method)
        for (shift, policy) in [
            (0.0, DriftPolicy.mlx), (0.05, needsValues ? .mlx : .evidently), (0.4, .mlx),
            (0.4, .tfdv),
        ] {
            var options = DriftOptions()
            try options.setRule(column: "x", method: method, threshold: nil)
            let sides = [bell(1, 20_000), bell(2, 20_000, shift: shift)]
            let exact = try compare(
                .drift(sides[0]), .drift(sides[1]), policy: policy, options: options)
            let report = try compare(
                Self.sketched(sides[0]), Self.sketched(sides[1]), policy: policy, options: options)
            let score = try #require(report.columns.first?.score)
            let interval = try #require(score.interval)
            let value = try #require(exact.columns.first?.score?.value)
            #expect(interval.contains(value), "\(shift)")
            #expect(interval.contains(score.value), "\(shift)")
            let isPast = [interval.lowerBound, interval.upperBound].map {
                score.method.comparison == .lessOrEqual
                    ? $0 <= score.threshold
                    : score.method.comparison == .greater
                        ? $0 > score.threshold : $0 >= score.threshold
            }
            #expect(score.hasDrifted == !isPast.contains(false))
            #expect(report.findings.first?.check["exact"] == false)
        }
    }

    private static func sketched(_ counts: NumberCounts) -> ColumnProfile {
        var sketch = KLLSketch(k: 1024)
        for (value, count) in zip(counts.values, counts.counts) { sketch.add(value, count: count) }
        var profile = ColumnProfile.drift(counts)
        profile.numbers.counts = nil
        profile.numbers.sketch = sketch.sorted
        profile.numbers.rankError = sketch.rankError
        return profile
    }

    @Test func testOfSharesIsNotMadeOnASketch() throws {
        var options = DriftOptions()
        try options.setRule(column: "x", method: "chisquare", threshold: nil)
        let profile = Self.sketched(bell(1, 20_000))
        let report = try compare(profile, profile, options: options)
        #expect(report.columns.first?.score == nil)
        #expect(report.findings.first?.check.status == .skipped)
    }

    @Test func frequentTextsAloneGiveAnInterval() throws {
        let reference = repeated(["a": 6000, "b": 3000]) + (0..<1000).map { "r\($0)" }
        let current = repeated(["a": 3000, "b": 6000]) + (0..<1000).map { "r\($0)" }
        let columns = [reference, current].map { texts in
            var column = ColumnProfile.drift(texts: texts)
            column.texts.counts = nil
            column.texts.frequent = Array(column.texts.frequent.prefix(2))
            return column
        }
        let score = try #require(try compare(columns[0], columns[1]).columns.first?.score)
        #expect(!score.isExact)
        #expect(score.hasDrifted)
        let same = try #require(try compare(columns[0], columns[0]).columns.first?.score)
        #expect(same.value == 0)
        #expect(!same.hasDrifted)
    }

    @Test func datesAreNotCompared() throws {
        var column = ColumnProfile.drift(texts: [String](repeating: "2024-01-01", count: 900))
        column.type = .date
        let report = try compare(column, column)
        #expect(report.findings.first?.check.message == "a column of dates or times")
    }

    @Test(arguments: ["psi", "hellinger", "wasserstein", "jensen_shannon_divergence"])
    func rangeBeyondDoubleIsNotJudged(_ method: String) throws {
        let values = (0..<40).map { (Double($0) - 19.5) * 8e306 }
        let column = ColumnProfile.drift(
            NumberCounts(values: values, counts: [Int](repeating: 20, count: 40)))
        var options = DriftOptions()
        try options.setRule(column: "x", method: method, threshold: nil)
        let policy = method == "jensen_shannon_divergence" ? DriftPolicy.tfdv : .evidently
        let report = try compare(column, column, policy: policy, options: options)
        #expect(report.findings.first?.check.status == .skipped)
    }
}
