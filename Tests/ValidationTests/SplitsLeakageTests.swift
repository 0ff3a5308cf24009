import Dataset
import Profile
import RunDocument
import Testing
import Validation

@Suite struct SplitsTimeTests {
    private let day: Int64 = 86_400_000_000

    private func status(_ gap: Int64, _ embargo: String? = nil) throws -> Check.Status {
        TimeLeakage.finding(
            "ts",
            train: TimeRange(first: 0, last: 100 * day),
            test: TimeRange(first: 100 * day + gap, last: 200 * day),
            embargo: try embargo.map { try Embargo($0) } ?? .none
        ).check.status
    }

    @Test func theTestBeginsAfterTheTrainingData() throws {
        #expect(try status(0) == .passed)
        #expect(try status(-1) == .failed)
        #expect(try status(day, "P1D") == .passed)
        #expect(try status(day - 1, "P1D") == .failed)
        #expect(try status(day / 2, "PT12H") == .passed)
        #expect(try status(day / 2 - 1, "PT12H") == .failed)
    }

    @Test func messagesNameTheTimes() throws {
        let check = TimeLeakage.finding(
            "ts",
            train: TimeRange(first: 0, last: 19_000 * day),
            test: TimeRange(first: 19_000 * day + 3_600_000_000, last: 19_999 * day),
            embargo: try Embargo("P1M")
        ).check
        #expect(check.id == "time-leakage/ts")
        #expect(check.observed == "2022-01-08T01:00:00Z")
        #expect(check.expected == ">= 2022-02-08T00:00:00Z")
        #expect(check["gapSeconds"] == 3600)
        #expect(
            check.message
                == "the test begins at 2022-01-08T01:00:00Z, within the embargo of P1M;"
                + " expected >= 2022-02-08T00:00:00Z"
        )
    }

    static let embargoes: [(String, String)] = [
        ("P1M", "2024-02-29T12:00:00Z"), ("P13M", "2025-02-28T12:00:00Z"),
        ("P1Y", "2025-01-31T12:00:00Z"), ("P1W", "2024-02-07T12:00:00Z"),
        ("P1DT12H", "2024-02-02T00:00:00Z"), ("PT90M", "2024-01-31T13:30:00Z"),
        ("PT1H30M1S", "2024-01-31T13:30:01Z"), ("P0D", "2024-01-31T12:00:00Z"),
    ]

    @Test(arguments: embargoes)
    func durationsAreThoseOfISO8601(text: String, end: String) throws {
        // 2024-01-31T12:00:00Z
        let last = Int64(1_706_702_400) * 1_000_000
        let check = TimeLeakage.finding(
            "ts",
            train: TimeRange(first: 0, last: last),
            test: TimeRange(first: last, last: last),
            embargo: try Embargo(text)
        ).check
        #expect(check.expected == ">= \(end)")
    }

    @Test(arguments: [
        "", "P", "PT", "1D", "P1", "P1DT", "PD", "P1H", "P1D1W", "P-1D", "P1.5D", "p1d",
    ])
    func otherDurationsAreRefused(text: String) {
        #expect(throws: SchemaError.self) { try Embargo(text) }
    }

    @Test func rangesAreThoseOfTheColumn() throws {
        let schema = try TableSchema(json: ["fields": [["name": "t", "type": "date"]]])
        let parser = try CellParser(schema.fields[0], of: schema)
        let dates = ColumnProfile.exact("t", ["2024-01-02", "1970-01-02", nil, "2000-01-01"])
        #expect(TimeRange(dates, parser) == TimeRange(first: day, last: 19_724 * day))
        let seconds = ColumnProfile.exact("t", ["86400", "0"])
        #expect(TimeRange(seconds, parser) == TimeRange(first: 0, last: day))
        #expect(TimeRange(.exact("t", [nil]), parser) == nil)
        var many = dates
        many.texts.counts = nil
        #expect(TimeRange(many, parser) == nil)
    }
}

@Suite struct SplitsLabelLeakageTests {
    private func findings(
        _ train: [[String?]],
        _ test: [[String?]],
        of rows: Int? = nil,
        isClassification: Bool = true
    ) -> [Finding] {
        LabelLeakage(
            train: RowSampleView(["f", "y"], train, of: rows),
            test: RowSampleView(["f", "y"], test, of: rows),
            target: "y",
            isClassification: isClassification
        ).findings(features: ["f"])
    }

    private func rows(_ count: Int, _ feature: (Int) -> String?) -> [[String?]] {
        (0..<count).map { [feature($0), $0 % 2 == 0 ? "p" : "q"] }
    }

    @Test func featuresThatAreTheLabelFail() throws {
        let same = rows(100) { "\($0 % 2)" }
        let other = rows(100) { "\($0 / 2 % 2)" }
        #expect(findings(same, same).statuses("label-leakage") == [.failed])
        #expect(findings(same, same).statuses("label-leakage-change") == [.passed])
        #expect(findings(other, other).statuses("label-leakage") == [.passed])
        let change = findings(other, same)
        #expect(change.statuses("label-leakage-change") == [.failed])
        #expect(change["label-leakage-change/f"]?.check["train"] == 0)
        #expect(change["label-leakage-change/f"]?.check["test"] == 1)
    }

    @Test func numbersAreBinned() {
        let separated = rows(200) { "\(Double($0) / 7 + ($0 % 2 == 0 ? 0 : 1000))" }
        #expect(findings(separated, separated).statuses("label-leakage") == [.failed])
        let mixed = rows(200) { "\(Double($0) / 7)" }
        #expect(findings(mixed, mixed).statuses("label-leakage") == [.passed])
    }

    @Test func numbersCanBeTheLabel() {
        let rows = (0..<200).map { ["\($0 * $0)", "\(Double($0) + 0.5)"] as [String?] }
        #expect(
            findings(rows, rows, isClassification: false).statuses("label-leakage") == [.failed]
        )
        #expect(
            findings(rows, rows, isClassification: true).statuses("label-leakage") == [.passed],
            "each row has a class of its own"
        )
    }

    @Test func whetherAFeatureIsMissingCanTellTheLabel() {
        let missing = rows(100) { $0 % 2 == 0 ? nil : "\($0)" }
        #expect(findings(missing, missing).statuses("label-leakage") == [.failed])
    }

    @Test func namesOfRowsDoNotTellTheLabel() {
        let ids = rows(100) { "id\($0)" }
        #expect(findings(ids, ids).statuses("label-leakage") == [.passed])
    }

    @Test func constantsAreSkipped() {
        let constant = rows(10) { _ in "x" }
        #expect(findings(constant, constant).map(\.check.status) == [.skipped, .skipped])
    }

    @Test func aSampleFailsOnlyIfItIsSure() throws {
        let close = rows(400) { $0 % 40 == 0 ? "\(($0 / 40) % 2)" : "\($0 % 2)" }
        let sure = try #require(findings(close, close, of: 9999)["label-leakage/f"]).check
        #expect(sure.status == .failed)
        #expect(sure["exact"] == false)
        let few = rows(30) { "\($0 == 11 ? 0 : $0 % 2)" }
        let whole = try #require(findings(few, few)["label-leakage/f"]).check
        #expect(whole.status == .failed)
        let unsure = try #require(findings(few, few, of: 9999)["label-leakage/f"]).check
        #expect(unsure.status == .passed)
        #expect(unsure["exact"] == false)
    }

    @Test func copiesOfARowAreNoFurtherEvidence() throws {
        let rows = rows(80) { "\($0 % 31 == 0 ? ($0 + 1) % 2 : $0 % 2)" }
        // Neighbours differ, so that each row is one of its own.
        func width(_ rows: [[String?]]) throws -> Double {
            let found = findings(rows, rows, of: 9999)["label-leakage/f"]
            let interval = try #require(found?.check["interval"]?.numbers)
            return try #require(interval.last) - (try #require(interval.first))
        }
        let copied = rows.flatMap { Array(repeating: $0, count: 50) }
        #expect(try width(copied) > 0.5 * width(rows))
    }

    @Test func columnsThatAreNotThereHaveNoFindings() {
        let view = RowSampleView(["f", "y"], rows(10) { "\($0)" })
        let leakage = LabelLeakage(train: view, test: view, target: "z", isClassification: true)
        #expect(leakage.findings(features: ["f"]).isEmpty)
    }
}
