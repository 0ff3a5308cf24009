import Dataset
import Profile
import RunDocument
import Testing
import Validation

/// The quality checks against SciPy, scikit-learn and Deepchecks; see `Fixtures/make_quality.py`.
@Suite struct QualityPeerTests {
    private func close(_ ours: Double?, _ theirs: JSONValue?, _ bound: Double = 1e-9) -> Bool {
        guard let ours, let theirs = theirs?.doubleValue else { return false }
        return (ours - theirs).magnitude <= bound * max(1, theirs.magnitude)
    }

    /// The association of two columns, as the checks of splits and of quality report it.
    @Test func associationsAgreeWithSciPyAndScikitLearn() throws {
        let cases = try QualityFixture.cases("associations")
        #expect(cases.count >= 50)
        for expected in cases {
            let rows = zip(
                expected["first"]?.numbers ?? [],
                expected["second"]?.numbers ?? []
            ).map { ["f\(Int($0))", "l\(Int($1))"] as [String?] }
            let view = RowSampleView(["f", "l"], rows)
            let found = LabelLeakage(
                train: view,
                test: view,
                target: "l",
                isClassification: true
            ).findings(features: ["f"])
            let check = try #require(found["label-leakage/f"]).check
            #expect(close(check.observed?.doubleValue, expected["cramersV"]))
            let information = check["normalizedMutualInformation"]?.doubleValue
            #expect(close(information, expected["mutualInformation"]))
            #expect(close(information, expected["theilU"]))
            #expect(found["label-leakage-change/f"]?.check.observed == 0)
        }
    }

    @Test func chiSquaredOfSharesAgreesWithSciPy() throws {
        var compared = 0
        for expected in try QualityFixture.cases("associations") {
            let first = expected["first"]?.numbers ?? []
            // Two rows of the table are two splits.
            guard Set(first) == [0, 1] else { continue }
            compared += 1
            let pairs = Array(zip(first, expected["second"]?.numbers ?? []))
            func label(_ side: Double) -> ColumnProfile {
                .exact("l", pairs.filter { $0.0 == side }.map { "l\(Int($0.1))" })
            }
            let check = LabelShift().stratification(train: label(0), test: label(1)).check
            #expect(close(check["chiSquared"]?.doubleValue, expected["chiSquared"]))
        }
        #expect(compared >= 3)
    }

    @Test func correlationsAgreeWithSciPyAndDeepchecks() throws {
        let cases = try QualityFixture.cases("correlations")
        #expect(cases.count >= 30)
        for expected in cases {
            let numbers = expected["numbers"]?.numbers ?? []
            let others = expected["others"]?.numbers ?? []
            let codes = expected["codes"]?.numbers ?? []
            func correlation(_ rows: [[String?]]) -> Double? {
                var table = TableQuality(.exact(["a", "b"], rows))
                table.sample = RowSampleView(["a", "b"], rows)
                return table.findings["feature-feature-correlation"]?.check.observed?.doubleValue
            }
            let spearman = correlation(zip(numbers, others).map { ["\($0)", "\($1)"] })
            #expect(close(spearman, expected["spearman"]?.doubleValue.map { .number(abs($0)) }))
            let ratio = correlation(zip(numbers, codes).map { ["\($0)", "c\($1)"] })
            #expect(close(ratio, expected["ratio"]))
        }
    }

    @Test func baseFormsAgreeWithDeepchecks() throws {
        for expected in try QualityFixture.cases("baseForms") {
            let text = try #require(expected["text"]?.stringValue)
            let base = try #require(expected["base"]?.stringValue)
            if text != base {
                let variants = quality([text, base + "!"]).statuses("string-mismatch")
                #expect(variants == [.warning], "'\(text)' is '\(base)'")
            }
            let isSpecial = quality([text, "a"]).statuses("special-characters") == [.warning]
            #expect(isSpecial == expected["special"]?.booleanValue, "'\(text)'")
        }
    }

    @Test func columnsAgreeWithDeepchecks() throws {
        let cases = try QualityFixture.cases("columns")
        #expect(cases.count >= 40)
        #expect(cases.contains { $0["lengthOutliers"]?.integerValue ?? 0 > 0 })
        for expected in cases {
            let cells = expected["cells"]?.strings ?? []
            let found = quality(cells)
            func observed(_ kind: String) -> Double? {
                found["\(kind)/c"]?.check.observed?.doubleValue
            }
            #expect(close(observed("special-characters"), expected["special"]))
            #expect(close(observed("mixed-types"), expected["rarer"]))
            #expect(close(observed("string-mismatch"), expected["variants"]))
            guard expected["kind"] == "words" else { continue }
            let outliers = found["string-length-out-of-bounds/c"]?.check["count"]
            #expect(outliers == expected["lengthOutliers"])
        }
    }

    @Test func rowsAgreeWithDeepchecks() throws {
        let cases = try QualityFixture.cases("rows")
        #expect(cases.count >= 20)
        for expected in cases {
            let rows = (expected["rows"]?.arrayValue ?? []).map(\.strings)
            let duplicates = RowQuality().dataDuplicates(
                rows: rows.count,
                distinct: Estimate(exactly: Set(rows).count)
            )
            #expect(close(duplicates.check.observed?.doubleValue, expected["duplicates"]))
            var table = TableQuality(.exact(["a", "b", "y"], rows))
            table.roles = ["y": .target]
            table.task = .multiclass
            table.labels = LabelGroups(
                rows.map { row in (features: hash(row.prefix(2)), label: hash(row.suffix(1))) })
            let conflicts = table.findings["conflicting-labels"]
            #expect(close(conflicts?.check.observed?.doubleValue, expected["conflicts"]))
        }
    }

    @Test func splitsAgreeWithDeepchecks() throws {
        let cases = try QualityFixture.cases("splits")
        #expect(cases.count >= 20)
        for expected in cases {
            let train = (expected["train"]?.arrayValue ?? []).map(\.strings)
            let test = (expected["test"]?.arrayValue ?? []).map(\.strings)
            let names = ["id", "a", "b", "y"]
            var report = SplitsReport(
                train: .init(profile: .exact(names, train)),
                test: .init(profile: .exact(names, test))
            )
            report.roles = ["id": .id, "y": .target]
            report.categorical = ["a"]
            let ids = Set(train.map { $0[0] })
            report.ids = (
                ["id"],
                CommonKeys(
                    count: Set(test.map { $0[0] }).count { ids.contains($0) },
                    total: test.count
                )
            )
            let known = Set(train.map { $0.dropFirst() })
            let common = test.count { known.contains($0.dropFirst()) }
            report.rows = CommonKeys(count: common, total: test.count)
            let found = report.findings
            func observed(_ id: String) -> Double? { found[id]?.check.observed?.doubleValue }
            #expect(close(observed("new-label/y"), expected["newLabels"]))
            #expect(close(observed("new-category/a"), expected["newCategories"]))
            #expect(close(observed("size-ratio"), expected["sizeRatio"]))
            #expect(close(observed("index-leakage/id"), expected["index"]))
            #expect(close(observed("test-rows-in-train"), expected["rows"]))
        }
    }

    private func hash(_ cells: ArraySlice<String>) -> UInt64 {
        ByteHash.standard.hash64(PackedRow(cells.map { Array($0.utf8) }).bytes)
    }
}
