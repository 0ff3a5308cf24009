import Dataset
import Profile
import RunDocument
import Testing
import Validation

/// Two splits in one table, told apart by a field.
@Suite struct SplitKeyTests {
    private static let header = "id,grp,x,c,day,split,y\n"

    private static let schema: JSONValue = [
        "fields": [
            ["name": "id", "type": "integer", "mlx:field": ["role": "id"]],
            ["name": "grp", "type": "integer", "mlx:field": ["role": "group"]],
            ["name": "x", "type": "number"],
            ["name": "c", "type": "string", "categories": ["a", "b", "c\nd", "new"]],
            ["name": "day", "type": "date", "mlx:field": ["role": "time"]],
            ["name": "split", "type": "string"],
            ["name": "y", "type": "string", "mlx:field": ["role": "target"]],
        ],
        "mlx:dataset": [
            "task": "binary", "splitKey": ["field": "split", "train": "tr", "test": "te"],
            "severity": ["size-ratio": "warn"],
        ],
    ]

    /// Rows of both splits, mixed; some of the test's leak.
    private static func rows(_ count: Int = 600) -> [String] {
        (0..<count).map { row in
            let isTest = row % 4 == 0
            let cells = [
                "\(row % (count - 8))", "\(row * 7 % 401)", "\(Double(row * 37 % 100) / 8)",
                row == 8 ? "new" : ["a", "b", "\"c\nd\""][row % 3],
                isTest ? "2024-02-0\(1 + row % 9)" : "2024-01-1\(row % 10)",
                isTest ? "te" : "tr", (row * 37 % 100 > 50) != (row % 9 == 0) ? "p" : "q",
            ]
            return cells.joined(separator: ",") + "\n"
        }
    }

    private static func run(
        _ rows: [String], schema: JSONValue = schema, threads: Int = 1, blockSize: Int = 1 << 19,
        _ change: (inout ValidationRequest) -> Void
    ) throws -> ValidationReport {
        var request = ValidationRequest()
        request.threads = threads
        request.options.blockSize = blockSize
        change(&request)
        let text = header + rows.joined()
        return try TableCheck.run(
            [.bytes(Array(text.utf8), name: "t.csv")], schema: TableSchema(json: schema), request)
    }

    private static func divided(_ rows: [String], threads: Int = 1, blockSize: Int = 1 << 19) throws
        -> [Finding]
    {
        let report = try run(rows, threads: threads, blockSize: blockSize) {
            $0.dividesSplits = true
        }
        return try SplitComparison.findings(report, schema: TableSchema(json: schema))
    }

    /// Checks but for the numbers of rows, which are counted in other tables.
    private static func withoutRows(_ findings: [Finding]) -> [JSONValue] {
        findings.map { finding in
            var check = finding.check
            check["rows"] = nil
            return check.json
        }
    }

    @Test(arguments: [1, 3], [300, 1 << 19])
    func findsWhatIsFoundInTwoTables(threads: Int, blockSize: Int) throws {
        let rows = Self.rows()
        let splits = try ["tr", "te"].map { split in
            try Self.run(rows.filter { $0.contains(",\(split),") }) { $0.keepsKeys = true }.split
        }
        let expected = try SplitComparison.findings(
            train: splits[0], test: splits[1], schema: TableSchema(json: Self.schema))
        let found = try Self.divided(rows, threads: threads, blockSize: blockSize)
        #expect(Self.withoutRows(found) == Self.withoutRows(expected))
        #expect(found.failed.contains("group-leakage/grp"))
        #expect(found.failed.contains("new-category/c"))
        #expect(!found.contains { $0.check.id.hasSuffix("/split") })
    }

    @Test func rowsAreNumberedAsInTheTable() throws {
        var rows = Self.rows(40)
        rows[16] = rows[3].replacing(",tr,", with: ",te,")
        let found = try Self.divided(rows)
        let check = try #require(found["test-rows-in-train"]).check
        #expect(check["rows"] == [["test": 16, "train": 3]])
    }

    @Test func newKeysOfObjectsAreOnlyThoseOfTheirSplit() throws {
        let text = """
            {"split":"tr","y":"p","late":"1"}
            {"split":"te","y":"q","other":"2"}
            {"split":"te","y":"q"}

            """
        var request = ValidationRequest()
        request.dividesSplits = true
        let schema = try TableSchema(json: [
            "fields": [["name": "split"], ["name": "y"]], "fieldsMatch": "subset",
            "mlx:dataset": ["splitKey": ["field": "split", "train": "tr", "test": "te"]],
        ])
        let report = try TableCheck.run(
            [.bytes(Array(text.utf8), name: "t.jsonl")], schema: schema, request)
        #expect(
            report.splits.map { $0.profile.columns.map(\.name) } == [
                ["split", "y", "late"], ["split", "y", "other"],
            ])
        #expect(report.splits.map(\.profile.rows) == [1, 2])
        #expect(report.splits[1].profile["other"]?.missing == 1)
    }

    @Test func rowsOfNoSplitAreAWarning() throws {
        var rows = Self.rows(40)
        rows[2] = rows[2].replacing(",tr,", with: ",valid,")
        rows[5] = rows[5].replacing(",tr,", with: ",,")
        let report = try Self.run(rows) { $0.dividesSplits = true }
        let check = try #require(report.findings["split-key/split"]).check
        #expect(check.status == .warning)
        #expect(check["count"] == 2)
        #expect(check.expected == "'tr' or 'te'")
        #expect(check.observed == "valid")
        #expect(report.splits.map(\.profile.rows) == [28, 10])
    }

    @Test func aTableOfOneSplitHasNoRowsOfTheOther() throws {
        let rows = Self.rows(40)
        let report = try Self.run(rows) { $0.splits = .train }
        #expect(report.findings["split-key/split"]?.check["count"] == 10)
        #expect(report.splits.isEmpty)
        let clean = try Self.run(rows.filter { $0.contains(",tr,") }) { $0.splits = .train }
        #expect(clean.findings["split-key/split"]?.check.status == .passed)
    }

    @Test(arguments: [("tr", "te"), ("te", "tr")])
    func aSplitWithoutRowsFails(present: String, absent: String) throws {
        let found = try Self.divided(Self.rows().filter { $0.contains(",\(present),") })
        #expect(found.map(\.check.id) == ["size-ratio"])
        // As the schema's severity says.
        #expect(found.first?.check.status == .warning)
        #expect(found.first?.check.message?.contains("no row has '\(absent)' in 'split'") == true)
    }
}
