import Dataset
import RunDocument
import Testing
import Validation

@Suite struct StructureTests {
    private func schema(_ match: String = "exact", _ more: JSONObject = [:]) -> JSONValue {
        var members: JSONObject = [
            "fields": [["name": "a", "type": "integer"], ["name": "b", "type": "string"]],
            "fieldsMatch": .string(match),
        ]
        members.merge(more) { $1 }
        return .object(members)
    }

    @Test func aCleanTablePassesAllChecks() throws {
        let found = try findings("a,b\n1,x\n2,y\n", schema: schema())
        #expect(
            found.prefix(9).map(\.check.id) == [
                "blank-header", "duplicate-label", "missing-label", "extra-label",
                "incorrect-label", "blank-row", "missing-cell", "extra-cell", "type-error/a",
            ]
        )
        #expect(found.allSatisfy { [.passed, .skipped].contains($0.check.status) })
    }

    static let headers: [(String, String, [String], String?)] = [
        ("a,b, \n1,x,y\n", "exact", ["blank-header"], "t.csv:1:3: the row has no name"),
        ("a,b,a\n1,x,y\n", "exact", ["duplicate-label"], "t.csv:1:3: 'a' names two columns"),
        ("a\n1\n", "exact", ["missing-label"], "t.csv:1: 'b' is not among the columns"),
        ("a,b,c\n1,x,y\n", "exact", ["extra-label"], "t.csv:1:3: 'c' is not in the schema"),
        (
            "b,a\nx,1\n", "exact", ["incorrect-label"],
            "t.csv:1:1: 'b' is not where the schema has it"
        ),
        ("b,a\nx,1\n", "equal", [], nil),
        ("a,b,c\n1,x,y\n", "equal", ["extra-label"], "t.csv:1:3: 'c' is not in the schema"),
        ("a,b,c\n1,x,y\n", "subset", [], nil),
        ("a\n1\n", "subset", ["missing-label"], "t.csv:1: 'b' is not among the columns"),
        ("a\n1\n", "superset", [], nil),
        ("a,c\n1,x\n", "superset", ["extra-label"], "t.csv:1:2: 'c' is not in the schema"),
        ("a,c\n1,x\n", "partial", [], nil),
        ("c\n1\n", "partial", ["missing-label"], "t.csv:1: 'each field' is not among the columns"),
    ]

    @Test(arguments: headers)
    func checksTheHeader(text: String, match: String, failed: [String], line: String?) throws {
        let found = try findings(text, schema: schema(match))
        #expect(found.failed == failed)
        #expect(found.flatMap(\.lines).first == line)
    }

    @Test func checksTheShapeOfRows() throws {
        let found = try findings("a,b\n1,x\n\n2\n3,y,z\n,\n4,w\n", schema: schema())
        #expect(found.failed == ["blank-row", "missing-cell", "extra-cell"])
        #expect(found["blank-row"]?.offences.map(\.line) == [3, 6])
        #expect(found["missing-cell"]?.lines == ["t.csv:4: 1 of 2 cells are there"])
        #expect(found["extra-cell"]?.lines == ["t.csv:5: 3 of 2 cells are there"])
    }

    @Test func linesAreThoseOfTheFile() throws {
        let found = try findings("a,b\r\n1,\"p\r\nq\"\r\nx,y\r\n", schema: schema())
        #expect(found["type-error/a"]?.check.line == 4)
    }

    @Test func checksJSONLines() throws {
        let found = try findings(
            "{\"a\": 1, \"b\": \"x\"}\n{\"a\": \"q\"}\n{\"a\": 2, \"c\": null}\n",
            schema: schema(),
            name: "t.jsonl"
        )
        #expect(found.failed == ["extra-label", "type-error/a"])
        #expect(found["extra-label"]?.check.line == 3)
        #expect(found["type-error/a"]?.check.line == 2)
        let without = try findings("{\"a\": 1}\n", schema: schema(), name: "t.jsonl")
        #expect(without.failed == ["missing-label"])
    }

    @Test func checksKeysAcrossFiles() throws {
        let keys: JSONObject = ["primaryKey": ["a", "b"], "uniqueKeys": [["b"]]]
        let found = try findings(
            "a,b\n1,x\n1,y\n",
            "b,a\nx,01\n,3\n,4\n",
            schema: schema("equal", keys)
        )
        let primary = try #require(found["primary-key/a,b"])
        #expect(primary.offences.map(\.line) == [2, 3, 4])
        #expect(primary.offences.first?.file == "1-t.csv")
        #expect(found["unique-key/b"]?.offences.map(\.line) == [2])
    }

    @Test func keysThatDifferPass() throws {
        let keys: JSONObject = ["primaryKey": "a", "uniqueKeys": [["a", "b"]]]
        #expect(try findings("a,b\n1,x\n2,x\n", schema: schema("exact", keys)).failed == [])
    }

    static let presences: [(JSONValue, Bool)] = [
        (["minFraction": 0.5], true), (["minFraction": 0.51], false),
        (["minCount": 2], true), (["minCount": 3], false),
        (["minFraction": 0.1, "minCount": 3], false),
    ]

    @Test(arguments: presences)
    func checksPresence(presence: JSONValue, passes: Bool) throws {
        let found = try findings(
            "x,y\n1,\n2,\n,3\n,4\n",
            schema: [
                "fields": [
                    ["name": "x", "type": "integer", "mlx:field": ["presence": presence]],
                    ["name": "y", "type": "integer"],
                ]
            ]
        )
        let check = try #require(found["presence/x"]).check
        #expect(check.status == (passes ? .passed : .failed))
        #expect(check.observed == 0.5)
    }

    static let rowCounts: [(JSONValue, Bool)] = [
        (["min": 2, "max": 2], true), (["min": 3], false), (["max": 1], false),
    ]

    @Test(arguments: rowCounts)
    func checksTheRowCount(bounds: JSONValue, passes: Bool) throws {
        let found = try findings(
            "a,b\n1,x\n\n2,y\n",
            schema: schema("exact", ["mlx:dataset": ["rowCount": bounds]])
        )
        let check = try #require(found["row-count"]).check
        #expect(check.status == (passes ? .passed : .failed))
        #expect(check.observed == 2)
    }

    @Test func noRowsAreNoTable() {
        #expect(throws: DatasetError.noRows(file: "t.csv")) {
            try findings("a,b\n", schema: schema())
        }
    }

    @Test func seesTheSameBytesAsTheDigest() throws {
        let source = DataSource.bytes(Array("\u{FEFF}a,b\n1,x\n\n2,y\n".utf8), name: "t.csv")
        let report = try TableCheck.run([source], schema: try TableSchema(json: schema()))
        #expect(report.data.rows == 2)
        #expect(
            "\(report.data.digest)"
                == "sha256:6d746931930e71b2e9170be7fae038678bbaa941b84e4c46b61b583e1b2fc526"
        )
    }

    @Test func anAbsentColumnIsHeldAgainstItsStatistics() throws {
        let found = try findings(
            "a\n1\n",
            schema: [
                "fields": [
                    ["name": "a", "type": "integer"],
                    [
                        "name": "b", "type": "number",
                        "mlx:field": ["presence": ["minFraction": 0.5]],
                    ],
                ],
                "fieldsMatch": "superset",
            ]
        )
        #expect(found["presence/b"]?.check.status == .failed)
    }

    @Test func aDialectsWordForNoValueIsMissing() throws {
        let found = try findings(
            "a;b\n1;\\N\n",
            schema: [
                "fields": [
                    ["name": "a", "type": "integer"],
                    ["name": "b", "type": "string", "constraints": ["required": true]],
                ],
                "mlx:dialect": ["delimiter": ";", "nullSequence": "\\N"],
            ]
        )
        #expect(found.failed == ["required/b"])
    }

    /// More keys than are kept in memory: what repeats is found when those on disk are merged.
    @Test func keysOnDiskHaveLines() throws {
        let rows = (0..<900_000).map { "\($0)\n" }.joined()
        let found = try findings(
            "a\n" + rows + "7\n\n8\n",
            schema: [
                "fields": [["name": "a", "type": "integer", "constraints": ["unique": true]]]
            ]
        )
        let unique = try #require(found["unique/a"])
        #expect(unique.check["count"] == 2)
        #expect(unique.check.line == 900_002)
    }

    /// What stands for no value is none in the sample of rows either.
    @Test func missingNumbersAreNoCategories() throws {
        let rows = (0..<400).map { row in
            let isMissing = row % 10 == 0
            return "\(isMissing ? "NA" : "\(row * 37 % 101)"),\(row * 53 % 97)\n"
        }
        let found = try findings(
            "a,b\n" + rows.joined(),
            schema: [
                "fields": [["name": "a", "type": "number"], ["name": "b", "type": "number"]],
                "missingValues": ["", "NA"],
            ]
        )
        let correlation = try #require(found["feature-feature-correlation"]?.check)
        #expect(correlation.status == .passed)
        #expect(try #require(correlation.observed?.doubleValue) < 0.3)
    }

    @Test func labelsConflictByTheirValues() throws {
        let found = try findings(
            "f,y\n1,p\n01,q\n,p\nNA,q\n2,p\n2,\n",
            schema: [
                "fields": [
                    ["name": "f", "type": "integer"],
                    ["name": "y", "type": "string", "mlx:field": ["role": "target"]],
                ],
                "missingValues": ["", "NA"],
                "mlx:dataset": ["task": "binary"],
            ]
        )
        #expect(found["conflicting-labels"]?.check["conflicts"] == 4)
    }

    @Test func aLateKeyIsOneExtraLabel() throws {
        let rows = (0..<60_000).map { "{\"a\":\($0),\"late\":1}\n" }
        let found = try findings(
            "{\"a\":0}\n" + rows.joined(),
            schema: ["fields": [["name": "a", "type": "integer"]]], name: "t.jsonl")
        #expect(found["extra-label"]?.check["count"] == 1)
    }
}
