import Dataset
import Profile
import RunDocument
import Testing
import Validation

@Suite struct QualityColumnTests {
    private static func repeated(_ cells: [(String?, Int)]) -> [String?] {
        cells.flatMap { Array(repeating: $0.0, count: $0.1) }
    }

    private static let letters = (0..<40).map { "w\($0 * 7919)" }

    /// A kind, cells that break it, cells that do not.
    static let checks: [(String, [String?], [String?])] = [
        ("single-value", ["a", "a", nil], ["a", "b"]),
        ("single-value", [nil, nil], ["1", "2"]),
        ("almost-constant", repeated([("a", 95), ("b", 5)]), repeated([("a", 94), ("b", 6)])),
        ("almost-constant", repeated([("0", 99), ("b", 1)]), repeated([("0", 9), ("b", 1)])),
        ("mixed-nulls", ["NA", "n/a", "x"], ["NA", "x", "y"]),
        ("mixed-nulls", ["null", nil, "x"], ["nullable", nil, "x"]),
        ("mixed-types", repeated([("1", 5), ("a", 95)]), repeated([("1", 1), ("a", 99)])),
        ("mixed-types", repeated([("1", 95), ("a", 5)]), repeated([("1", 70), ("a", 30)])),
        ("string-mismatch", ["OK", "ok.", "no"], ["OK", "okay", "no"]),
        (
            "special-characters", repeated([("??", 1), ("a", 99)]),
            repeated([("?a", 1), ("a", 99)])
        ),
        (
            "string-length-out-of-bounds", letters + [String(repeating: "x", count: 200)],
            letters + ["abcdefghij"]
        ),
        (
            "sentinel-values", ["-999", "1", "2", "3", "4", "5"],
            ["-999", "-500", "0.5", "1", "2", "3", "400"]
        ),
        (
            "sentinel-values", ["0", "1950", "1961", "1972", "1983", "1999"],
            ["0", "1", "2", "3", "4", "5"]
        ),
        (
            "outliers", (0..<100).map { "\($0)" } + ["1000"], (0..<100).map { "\($0)" } + ["120"]
        ),
        (
            "personal-data", ["a@b.co", "x"], ["a at b", "x"]
        ),
        (
            "personal-data", ["4111111111111111", "5555555555554444"],
            ["4111111111111112", "5555555555554443"]
        ),
    ]

    @Test(arguments: checks)
    func warns(kind: String, bad: [String?], good: [String?]) {
        #expect(quality(bad).statuses(kind) == [.warning], "\(kind)")
        #expect(quality(good).statuses(kind) == [.passed], "\(kind)")
    }

    @Test func onlyWarnsOfClassImbalanceInTargets() {
        let bad = Self.repeated([("cat", 91), ("dog", 9)])
        let good = Self.repeated([("cat", 90), ("dog", 9)])
        #expect(quality(bad, role: .target).statuses("class-imbalance") == [.warning])
        #expect(quality(good, role: .target).statuses("class-imbalance") == [.passed])
        #expect(quality(bad).statuses("class-imbalance") == [])
        let measured = (0..<500).map { "\(Double($0) + 0.5)" as String? }
        #expect(quality(measured, role: .target).statuses("class-imbalance") == [])
    }

    @Test func theEpochIsASentinelAmongLaterDays() throws {
        func dates(_ days: [String]) throws -> [Check.Status] {
            var column = ColumnProfile.exact("c", days)
            column.texts.datetimes = days.count
            return TableQuality(TableProfile(columns: [column])).findings
                .statuses("sentinel-values")
        }
        let days = ["2020-01-01T00:00:00Z", "2020-02-01", "2021-01-01", "2022-01-01", "2023-01-01"]
        #expect(try dates(days + ["1970-01-01T00:00:00Z"]) == [.warning])
        #expect(try dates(days) == [.passed])
        #expect(try dates(["1950-01-01"] + days + ["1970-01-01"]) == [.passed])
    }

    @Test func messagesSayWhatIsWrong() throws {
        let found = quality(["-999", "1", "2", "3", "4", "5"])
        let check = try #require(found["sentinel-values/c"]).check
        #expect(
            check.message
                == "'c' has '-999' in 1 cells, far from all other values; expected <= 0"
        )
        #expect(check["severity"] == "warn")
        #expect(check["values"] == ["-999"])
        let single = try #require(quality(["x", "x"])["single-value/c"]).check
        #expect(single.message == "'c' has a single value; expected > 1")
        #expect(single.observed == 1)
    }

    @Test func valuesOfPersonsAreNotShown() throws {
        let cells = ["Bob@x.org", "bob@x.org", "carl@x.org"]
        for finding in quality(cells) + quality(["Mona-1", "mona1"], role: .id) {
            let text = "\(finding.check)"
            #expect(!text.contains("ob@x") && !text.lowercased().contains("mona"), "\(text)")
        }
        #expect(quality(cells).statuses("string-mismatch") == [.warning])
        let check = try #require(quality(cells)["personal-data/c"]).check
        #expect(check["kinds"] == ["email": ["whole": 3, "contained": 0]])
    }

    @Test func ignoredColumnsAreOnlyLookedAtForPersons() {
        let found = quality(["a@b.co", "a@b.co"], role: .ignore)
        #expect(found.map(\.check.id) == ["personal-data/c"])
    }

    @Test func tooManyValuesAreSkippedAndNotPassed() throws {
        var column = ColumnProfile.exact("c", (0..<100).map { "v\($0)" })
        column.texts.counts = nil
        column.texts.frequent = [("v1", 1)]
        var table = TableQuality(TableProfile(columns: [column]))
        for kind in ["mixed-nulls", "string-mismatch", "special-characters"] {
            #expect(table.findings.statuses(kind) == [.skipped], "\(kind)")
        }
        #expect(table.findings.statuses("single-value") == [.passed])
        #expect(table.findings.statuses("almost-constant") == [.passed], "no room for 95 %")
        #expect(
            table.findings.statuses("string-length-out-of-bounds") == [.passed],
            "lengths that hardly differ have no outliers"
        )
        column.texts.frequent = [("OK", 40), ("ok", 30)]
        column.texts.maximumLength = 900
        table.profile.columns = [column]
        let mismatch = try #require(table.findings["string-mismatch/c"]).check
        #expect(mismatch.status == .warning)
        #expect(mismatch["exact"] == false)
        #expect(table.findings.statuses("string-length-out-of-bounds") == [.skipped])
    }

    @Test func numbersWithoutCountsGoByTheSample() throws {
        var column = ColumnProfile.exact("c", (0..<100).map { "\($0)" } + ["1000"])
        column.numbers.counts = nil
        var table = TableQuality(TableProfile(columns: [column]))
        #expect(table.findings.statuses("outliers") == [.skipped])
        #expect(table.findings.statuses("sentinel-values") == [.skipped], "0 is the least")
        let rows = (0..<95).map { ["\($0)"] } + Array(repeating: ["1000"], count: 5)
        table.sample = RowSampleView(["c"], rows, of: 10_000)
        let outliers = try #require(table.findings["outliers/c"]).check
        #expect(outliers.status == .warning)
        #expect(outliers["exact"] == false)
        #expect((outliers["interval"]?.arrayValue?.first?.doubleValue ?? 0) > 0.005)
        table.sample = RowSampleView(["c"], Array(rows.prefix(96)), of: 10_000)
        #expect(table.findings.statuses("outliers") == [.passed], "one may be by chance")
    }

    @Test func infiniteNumbersAreValuesAndNaNIsNone() {
        var column = ColumnProfile.exact("c", ["1", "1"])
        #expect(ColumnQuality(column).findings.statuses("single-value") == [.warning])
        column.rows += 1
        column.numbers.nan = 1
        #expect(ColumnQuality(column).findings.statuses("single-value") == [.warning])
        column.rows += 1
        column.numbers.positiveInfinity = 1
        #expect(ColumnQuality(column).findings.statuses("single-value") == [.passed])
    }
}
