import Dataset
import Profile
import RunDocument
import Testing
import Validation

@Suite struct SplitsTests {
    private let leakage = KeyLeakage()

    @Test func commonKeysFail() throws {
        let none = CommonKeys(count: 0, total: 10)
        let some = CommonKeys(count: 2, total: 10, examples: [.init(test: 3, train: 7)])
        let rows = leakage.testRowsInTrain(some).check
        #expect(rows.id == "test-rows-in-train")
        #expect(rows.status == .failed)
        #expect(rows.observed == 0.2)
        #expect(rows["rows"] == [["test": 3, "train": 7]])
        #expect(leakage.testRowsInTrain(none).check.status == .passed)
        #expect(leakage.indexLeakage(["id"], some).check.status == .failed)
        #expect(leakage.indexLeakage(["id"], none).check.status == .passed)
        let groups = leakage.groupLeakage(["clinic", "patient"], some).check
        #expect(groups.id == "group-leakage/clinic,patient")
        #expect(groups.status == .failed)
        #expect(groups.observed == 2)
        #expect(leakage.groupLeakage(["patient"], none).check.status == .passed)
    }

    @Test func limitsOfKeysCanBeSet() throws {
        let some = CommonKeys(count: 2, total: 10)
        let loose = KeyLeakage(
            thresholds: try SplitsThresholds(["test-rows-in-train": 0.2], at: "splits")
        )
        #expect(loose.testRowsInTrain(some).check.status == .passed)
        #expect(loose.indexLeakage(["id"], some).check.status == .failed)
        #expect(throws: SchemaError.self) { try SplitsThresholds(["outliers": 1], at: "splits") }
    }

    @Test func labelsThatTheTrainingDataDoesNotHaveForTheFeaturesConflict() {
        let features = CommonKeys(
            count: 3,
            total: 10,
            examples: [.init(test: 1, train: 4), .init(test: 2, train: 5)]
        )
        let labelled = CommonKeys(count: 2, total: 10, examples: [.init(test: 1, train: 4)])
        let found = leakage.conflictingLabels(features: features, labelled: labelled).check
        #expect(found.status == .failed)
        #expect(found.observed == 1)
        #expect(found["rows"] == [["test": 2, "train": 5]])
        let same = leakage.conflictingLabels(features: features, labelled: features).check
        #expect(same.status == .passed)
    }

    @Test func newValuesFail() throws {
        let shift = LabelShift()
        let train = ColumnProfile.exact("y", ["a", "b", nil])
        let test = ColumnProfile.exact("y", ["a", "c", "c", nil])
        let labels = shift.newLabel(train: train, test: test).check
        #expect(labels.status == .failed)
        #expect(labels.observed == 1)
        #expect(labels["values"] == ["c"])
        #expect(labels["count"] == 2)
        #expect(shift.newLabel(train: test, test: test).check.status == .passed)
        let categories = shift.newCategory(train: train, test: test).check
        #expect(categories.status == .failed)
        #expect(categories.observed == 0.5)
        #expect(shift.newCategory(train: test, test: train).check.message?.contains("'b'") == true)
        let people = ColumnProfile.exact("y", ["anna@example.org"])
        let hidden = shift.newCategory(train: train, test: people).check
        #expect(hidden["values"] == ["a…@…"])
        var unknown = test
        unknown.texts.counts = nil
        #expect(shift.newLabel(train: train, test: unknown).check.status == .skipped)
        let numbers = shift.newLabel(
            train: .exact("y", ["0", "1"]),
            test: .exact("y", ["1.0", "2.5"])
        ).check
        #expect(numbers["values"] == ["2.5"])
    }

    @Test func sizesAreCompared() {
        let shift = LabelShift()
        #expect(shift.sizeRatio(trainRows: 100, testRows: 2).check.status == .passed)
        #expect(shift.sizeRatio(trainRows: 100, testRows: 1).check.status == .failed)
        #expect(shift.sizeRatio(trainRows: 100, testRows: 0).check.status == .failed)
    }

    private func labels(_ counts: (Int, Int)) -> ColumnProfile {
        .exact(
            "y",
            Array(repeating: "p", count: counts.0) + Array(repeating: "q", count: counts.1)
        )
    }

    @Test func sharesOfLabelsAreCompared() throws {
        let shift = LabelShift()
        func status(_ train: (Int, Int), _ test: (Int, Int)) -> Check.Status {
            shift.stratification(train: labels(train), test: labels(test)).check.status
        }
        #expect(status((500, 500), (100, 100)) == .passed)
        #expect(status((500, 500), (170, 30)) == .failed)
        #expect(status((500, 500), (4, 2)) == .passed, "six rows prove nothing")
        #expect(status((5000, 5000), (5500, 4500)) == .passed, "0.05 is little")
        #expect(status((30, 30), (5, 15)) == .passed, "p = 0.051")
        #expect(status((30, 30), (4, 15)) == .failed, "p = 0.026")
        let check = shift.stratification(train: labels((50, 50)), test: labels((90, 10))).check
        #expect(check.observed?.doubleValue.map { abs($0 - 0.4) < 1e-12 } == true)
        #expect(check["degreesOfFreedom"] == 1)
        let fold = shift.stratification(train: labels((1, 1)), test: labels((1, 1)), fold: "3")
        #expect(fold.check.id == "stratification/y/3")
    }

    @Test func foldsAreDisjointAndExhaustive() throws {
        let fine = Folds(
            folds: [("1", 5), ("2", 5)],
            shared: [("rows", 0), ("groups", 0)]
        )
        #expect(fine.findings.map(\.check.status) == [.passed, .passed])
        #expect(fine.findings.map(\.check.id) == ["fold-overlap", "fold-missing"])
        var bad = fine
        bad.shared[1].count = 2
        bad.uncovered = 3
        #expect(bad.findings.map(\.check.status) == [.failed, .failed])
        #expect(bad.findings.map(\.check.observed) == [2, 3])
        #expect(Folds(folds: [("1", 5)]).findings.statuses("fold-missing") == [.failed])
        let empty = Folds(folds: [("1", 5), ("2", 0)])
        #expect(empty.findings.statuses("fold-missing") == [.failed])
        let column = try #require(Folds(.exact("fold", ["1", "2", "2", nil])))
        #expect(column.folds.map(\.rows) == [1, 2])
        #expect(column.findings.statuses("fold-missing") == [.failed])
        let all = try #require(Folds(.exact("fold", ["1", "2", "2"])))
        #expect(all.findings.statuses("fold-missing") == [.passed])
    }

    @Test func aReportHasAllKindsThatItsInputAllows() throws {
        let names = ["id", "f", "y"]
        let rows = (0..<40).map { ["\($0)", "w\($0 % 4)", $0 % 3 == 0 ? "p" : "q"] as [String?] }
        let split = SplitsReport.Split(
            profile: .exact(names, rows),
            sample: RowSampleView(names, rows)
        )
        var report = SplitsReport(train: split, test: split)
        #expect(Set(report.findings.map(\.kind)) == ["size-ratio", "new-category"])
        report.roles = ["id": .id, "y": .target]
        let keys = CommonKeys(count: 0, total: 40)
        (report.rows, report.features, report.featuresWithLabel) = (keys, keys, keys)
        (report.ids, report.groups) = ((["id"], keys), (["f"], keys))
        report.time = ("t", TimeRange(first: 0, last: 1), nil, .none)
        let findings = report.findings
        #expect(
            Set(findings.map(\.kind)) == [
                "size-ratio", "test-rows-in-train", "index-leakage", "group-leakage",
                "conflicting-labels", "time-leakage", "new-label", "stratification",
                "new-category", "label-leakage", "label-leakage-change",
            ]
        )
        #expect(findings.statuses("time-leakage") == [.skipped])
        #expect(findings.allSatisfy { $0.severity == .fail })
    }
}
