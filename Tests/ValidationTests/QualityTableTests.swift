import Dataset
import Profile
import RunDocument
import TestSupport
import Testing
import Validation

@Suite struct QualityTableTests {
    private let rows = RowQuality()

    @Test func countsRowsThatRepeatOthers() throws {
        let few = rows.dataDuplicates(rows: 100, distinct: Estimate(exactly: 95))
        #expect(few.check.status == .passed)
        let many = rows.dataDuplicates(rows: 100, distinct: Estimate(exactly: 94))
        #expect(many.check.status == .warning)
        #expect(many.check["exact"] == nil)
        var estimate = Estimate(exactly: 94)
        estimate.standardError = 1
        let unsure = rows.dataDuplicates(rows: 100, distinct: estimate)
        #expect(unsure.check.status == .passed, "it may be 97")
        #expect(unsure.check["exact"] == false)
        estimate.value = 90
        #expect(rows.dataDuplicates(rows: 100, distinct: estimate).check.status == .warning)
    }

    @Test func labelsOfTheSameFeaturesConflict() throws {
        func check(_ rows: [(UInt64, UInt64)]) throws -> Check {
            try self.check(LabelGroups(rows.map { (features: $0.0, label: $0.1) }))
        }
        let good = try check([(1, 8), (1, 8), (2, 8), (3, 9)])
        #expect(good.status == .passed && good["exact"] == nil)
        let bad = try check([(1, 8), (1, 9), (2, 8), (3, 8)])
        #expect(bad.status == .warning && bad.observed == 0.5 && bad["conflicts"] == 2)
    }

    /// Of many groups some are kept, with all of their rows, whatever their order.
    @Test func aSampleOfGroupsTellsOfConflicts() throws {
        var random = SplitMix(seed: 5)
        let rows = (0..<4000).map { _ in (features: random.next(), label: random.next() % 2) }
        for repeats in [1, 3] {
            let all = (0..<repeats).flatMap { _ in rows }
            let found = try check(LabelGroups(all, limit: 100))
            #expect(found.status == .passed && found["exact"] == false)
            #expect(try check(LabelGroups(all.reversed(), limit: 100)) == found)
        }
        let others = rows.map { (features: $0.features, label: 1 - $0.label) }
        #expect(try check(LabelGroups(rows + others, limit: 100)).status == .warning)
    }

    private func check(_ labels: LabelGroups) throws -> Check {
        var table = TableQuality(.exact(["y"], [["p"], ["q"]]))
        table.roles = ["y": .target]
        table.task = .binary
        table.labels = labels
        return try #require(table.findings["conflicting-labels"]).check
    }

    private func pairs(_ columns: [String], _ rows: [[String?]], of count: Int? = nil)
        -> [Finding]
    {
        var table = TableQuality(.exact(columns, rows))
        table.sample = RowSampleView(columns, rows, of: count)
        return table.findings
    }

    @Test func uniqueTextsSayNothingOfOthers() {
        let rows = (0..<60).map { ["w\($0)", "\($0 * 7919 % 60)"] as [String?] }
        #expect(pairs(["a", "b"], rows)["feature-feature-correlation"] == nil)
    }

    @Test func featuresThatSayTheSameAreCorrelated() throws {
        let kind = "feature-feature-correlation"
        let falling = (0..<50).map { ["\($0)", "\(-$0 * $0)"] as [String?] }
        let found = try #require(pairs(["a", "b"], falling)[kind]).check
        #expect(found.status == .warning, "a correlation of -1 is one")
        #expect(found["pairs"] == [["a", "b", 1]])
        let unrelated = (0..<50).map { ["\($0)", "\($0 * 37 % 50)"] as [String?] }
        #expect(pairs(["a", "b"], unrelated).statuses(kind) == [.passed])
        let words = (0..<50).map { ["k\($0 % 3)", "v\($0 % 3)"] as [String?] }
        #expect(pairs(["a", "b"], words).statuses(kind) == [.warning])
        let means = (0..<50).map { ["\(100 * ($0 % 3) + $0 / 10)", "v\($0 % 3)"] as [String?] }
        #expect(pairs(["a", "b"], means).statuses(kind) == [.warning])
        #expect(pairs(["a"], [["1"], ["2"]]).statuses(kind) == [], "there is one feature")
        let empty = [["1", nil], ["2", nil]] as [[String?]]
        #expect(pairs(["a", "b"], empty).statuses(kind) == [], "nothing to compare")
    }

    @Test func aSampleWarnsOnlyIfItIsSure() throws {
        let kind = "feature-feature-correlation"
        let near = (0..<400).map { ["\($0)", "\($0 + $0 * 37 % 60)"] as [String?] }
        let sure = try #require(pairs(["a", "b"], near, of: 9999)[kind]).check
        #expect(sure.status == .warning)
        #expect(sure["exact"] == false)
        #expect((sure["interval"]?.arrayValue?.first?.doubleValue ?? 0) > 0.9)
        let few = (0..<24).map { ["\($0)", "\(($0 + $0 * 37 % 9))"] as [String?] }
        #expect(pairs(["a", "b"], few).statuses(kind) == [.warning])
        #expect(pairs(["a", "b"], few, of: 9999).statuses(kind) == [.passed])
    }

    @Test func tooManyFeaturesAreSkipped() {
        let names = (0..<201).map { "f\($0)" }
        let rows = [names.map { $0 as String? }, names.map { $0 + "x" }]
        #expect(pairs(names, rows).statuses("feature-feature-correlation") == [.skipped])
    }

    @Test func columnsWithTheSameCellsAreDuplicates() throws {
        let same = [["1", "x", "1"], ["2", "y", "2"], [nil, "z", nil]] as [[String?]]
        let found = try #require(pairs(["a", "b", "c"], same)["duplicate-columns"]).check
        #expect(found.status == .warning)
        #expect(found["columns"] == [["a", "c"]])
        let other = [["1", "x", "1"], ["2", "y", "2"], [nil, "z", "0"]] as [[String?]]
        #expect(pairs(["a", "b", "c"], other).statuses("duplicate-columns") == [.passed])
        var table = TableQuality(.exact(["a", "b", "c"], other))
        table.sample = RowSampleView(["a", "b", "c"], Array(other.prefix(2)), of: 3)
        #expect(table.findings.statuses("duplicate-columns") == [.passed], "profiles differ")
    }

    @Test func thresholdsAreReadByName() throws {
        let strict = try QualityThresholds(["outliers": 0.5, "string-mismatch": 1], at: "quality")
        #expect(strict[.outliers] == 0.5)
        #expect(strict[.dataDuplicates] == 0.05)
        #expect(
            quality(["OK", "ok"], thresholds: strict).statuses("string-mismatch") == [.passed]
        )
        #expect(
            throws: SchemaError.unknownKey(
                place: "quality",
                key: "outlier",
                known: QualityThreshold.allCases.map(\.rawValue)
            )
        ) { try QualityThresholds(["outlier": 1], at: "quality") }
        #expect(
            throws: SchemaError.wrongType(
                place: "quality.outliers",
                expected: "a number",
                found: "a string"
            )
        ) { try QualityThresholds(["outliers": "1"], at: "quality") }
    }

    @Test func anEmptyTableHasNoFindings() {
        #expect(TableQuality(TableProfile(columns: [])).findings.isEmpty)
        #expect(quality([]).isEmpty)
    }

    @Test func allKindsOfATableAreThere() {
        let rows = (0..<40).map { ["\($0)", "w\($0 % 4)", $0 % 2 == 0 ? "p" : "q"] as [String?] }
        var table = TableQuality(.exact(["n", "w", "y"], rows))
        table.roles = ["y": .target]
        table.sample = RowSampleView(["n", "w", "y"], rows)
        table.distinctRows = Estimate(exactly: 40)
        table.labels = LabelGroups((0..<40).map { (features: $0, label: $0 % 2) })
        let kinds = Set(table.findings.map(\.kind))
        #expect(
            kinds == [
                "data-duplicates", "conflicting-labels", "single-value", "almost-constant",
                "mixed-nulls", "mixed-types", "string-mismatch", "special-characters",
                "class-imbalance", "feature-feature-correlation", "duplicate-columns",
                "sentinel-values", "outliers", "personal-data",
            ]
        )
        #expect(table.findings.allSatisfy { $0.check.status == .passed })
    }
}

@Suite struct QualitySeverityTests {
    private let findings = quality(["a", "a", nil]) + quality(["x", "y"])

    @Test func aRuleGoesByIdBeforeKind() throws {
        let rules = try SeverityRules(["single-value": "fail", "single-value/c": "info"])
        let changed = rules.applied(to: findings).filter { $0.kind == "single-value" }
        #expect(changed.map(\.check.status) == [.passed, .passed])
        #expect(changed.map { $0.check["severity"] } == ["info", "info"])
        #expect(changed[0].check.message != nil, "what is wrong stays on record")
        let failing = try SeverityRules(["single-value": "fail"]).applied(to: findings)
        #expect(failing.statuses("single-value") == [.failed, .passed])
        #expect(failing.statuses("mixed-nulls") == [.passed, .passed])
    }

    @Test func aCheckThatIsOffIsSkipped() throws {
        let off = try SeverityRules(["single-value": "off"]).applied(to: findings)
        #expect(off.statuses("single-value") == [.skipped, .skipped])
        let check = try #require(off.first { $0.kind == "single-value" }).check
        #expect(check.message == "'single-value/c' is switched off by the schema")
        #expect(check.observed == nil)
    }

    @Test func skippedChecksStaySkipped() throws {
        var column = ColumnProfile.exact("c", (0..<50).map { "v\($0)" })
        column.texts.counts = nil
        let findings = ColumnQuality(column).findings
        let failing = try SeverityRules(["mixed-nulls": "fail"]).applied(to: findings)
        #expect(failing.statuses("mixed-nulls") == [.skipped])
    }

    @Test func failedChecksCanWarn() throws {
        let found = try ValidationTests.findings(
            "a\nx\n",
            schema: ["fields": [["name": "a", "type": "integer"]]]
        )
        #expect(found.statuses("type-error") == [.failed])
        let warned = try SeverityRules(["type-error": "warn"]).applied(to: found)
        #expect(warned.statuses("type-error") == [.warning])
        #expect(warned["type-error/a"]?.lines == found["type-error/a"]?.lines)
    }

    @Test func otherWordsAreRefused() {
        #expect(
            throws: SchemaError.unknownValue(
                place: "mlx:dataset.severity.outliers",
                value: "error",
                known: ["fail", "warn", "info", "off"]
            )
        ) { try SeverityRules(["outliers": "error"]) }
        #expect(
            throws: SchemaError.wrongType(
                place: "mlx:dataset.severity.outliers",
                expected: "a string",
                found: "a number"
            )
        ) { try SeverityRules(["outliers": 1]) }
    }
}
