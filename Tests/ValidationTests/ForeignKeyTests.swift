import Dataset
import Profile
import RunDocument
import Testing
import Validation

@Suite struct ForeignKeyTests {
    private static let schema: JSONValue = [
        "fields": [
            ["name": "id", "type": "integer"], ["name": "region", "type": "integer"],
            ["name": "parent", "type": "integer"],
        ],
        "foreignKeys": [
            ["fields": "region", "reference": ["resource": "regions", "fields": "code"]],
            ["fields": "parent", "reference": ["resource": "", "fields": "id"]],
        ],
    ]

    private func findings(
        _ text: String, _ resources: [String: [DataSource]], schema: JSONValue = schema,
        name: String = "t.csv", threads: Int = 1, blockSize: Int = 1 << 19
    ) throws -> [Finding] {
        let schema = try TableSchema(json: schema)
        var request = ValidationRequest()
        request.referenced = try ReferencedTables(schema, resources)
        request.threads = threads
        request.options.blockSize = blockSize
        let source = DataSource.bytes(Array(text.utf8), name: name)
        return try TableCheck.run([source], schema: schema, request).findings
    }

    private func table(_ text: String, _ name: String = "r.csv") -> [String: [DataSource]] {
        ["regions": [.bytes(Array(text.utf8), name: name)]]
    }

    @Test func valuesAreComparedAsWhatTheyAre() throws {
        let found = try findings("id,region,parent\n1,01,\n2,+2,\n3,3,\n", table("code\n1\n2\n"))
        let finding = try #require(found["foreign-key/region"])
        #expect(finding.check.status == .failed)
        #expect(finding.check["count"] == 1)
        #expect(finding.check.expected == "a value of 'code' of 'regions'")
        #expect(finding.lines == ["t.csv:4:2: '3' in 'region' is no value of 'code' of 'regions'"])
    }

    @Test func aReferenceMayComeBeforeItsRow() throws {
        let found = try findings("id,region,parent\n1,,3\n2,,1\n3,,3\n4,,9\n", [:])
        #expect(
            found["foreign-key/parent"]?.lines
                == ["t.csv:5:3: '9' in 'parent' is no value of 'id'"])
    }

    @Test func aTableThatIsNotNamedIsNotPassedOver() throws {
        let check = try #require(findings("id,region,parent\n1,5,\n", [:])["foreign-key/region"])
            .check
        #expect(check.status == .skipped)
        #expect(check.message?.contains("say --resource regions=FILE") == true)
    }

    @Test func differentOrphansAreShownAndAllAreCounted() throws {
        let rows = (0..<20).map { "\($0),\($0 % 2 == 0 ? 7 : 100 + $0),\n" }
        let found = try findings("id,region,parent\n" + rows.joined(), table("code\n1\n"))
        let finding = try #require(found["foreign-key/region"])
        #expect(finding.check["count"] == 20)
        #expect(finding.offences.map(\.value) == ["7", "101", "103", "105", "107"])
        #expect(finding.offences.map(\.line) == [2, 3, 5, 7, 9])
    }

    @Test func linesAreCountedThroughQuotesAndEmptyLines() throws {
        let schema: JSONValue = [
            "fields": [["name": "a", "type": "string"], ["name": "b", "type": "string"]],
            "foreignKeys": [["fields": "b", "reference": ["fields": "a"]]],
        ]
        let text = "a,b\r\n\"x\r\ny\",\r\n\r\nz,q\r\n\"\n\n\",r\r\n"
        let found = try findings(text, [:], schema: schema)
        #expect(found["foreign-key/b"]?.offences.map(\.line) == [5, 6])
    }

    @Test(arguments: [1, 3], [64, 1 << 19])
    func whereBlocksEndChangesNothing(threads: Int, blockSize: Int) throws {
        let rows = (0..<2000).map { "\($0),\($0 % 50),\($0 * 37 % 2100)\n" }
        let text = "id,region,parent\n" + rows.joined()
        let parents = table("code\n" + (0..<48).map { "\($0)\n" }.joined())
        let found = try findings(text, parents, threads: threads, blockSize: blockSize)
        #expect(found["foreign-key/region"]?.check["count"] == 80)
        #expect(found["foreign-key/region"]?.offences.map(\.line) == [50, 51])
        let orphans = (0..<2000).filter { $0 * 37 % 2100 >= 2000 }
        let finding = try #require(found["foreign-key/parent"])
        #expect(finding.check["count"] == .integer(Int64(orphans.count)))
        #expect(finding.offences.map(\.line) == orphans.prefix(5).map { $0 + 2 })
        #expect(finding.offences.map(\.value) == orphans.prefix(5).map { "\($0 * 37 % 2100)" })
    }

    @Test(arguments: [1, 3])
    func tablesThatDoNotFitIntoMemoryAreHeldAgainstToo(threads: Int) throws {
        // More than two foreign keys' tables have places for.
        let parents = table("code\n" + (0..<450_000).map { "\($0)\n" }.joined())
        let regions = (0..<8000).map { $0 % 100 == 7 ? -$0 / 200 - 1 : $0 * 56 }
        let text =
            "id,region,parent\n" + regions.enumerated().map { "\($0),\($1),\n" }.joined()
        let found = try findings(text, parents, threads: threads, blockSize: 1 << 12)
        let finding = try #require(found["foreign-key/region"])
        #expect(finding.check["count"] == 80)
        // Each stands there twice.
        #expect(finding.offences.map(\.line) == [9, 209, 409, 609, 809])
        #expect(finding.offences.map(\.value) == ["-1", "-2", "-3", "-4", "-5"])
    }

    @Test func tablesMayBeJSONLinesAndSeveralFiles() throws {
        let resources: [String: [DataSource]] = [
            "regions": [
                .bytes(Array("{\"code\":1}\n{\"x\":2,\"code\":2}\n".utf8), name: "a.jsonl"),
                .bytes(Array("name,code\nn,3\n".utf8), name: "b.csv"),
            ]
        ]
        let found = try findings("id,region,parent\n1,1,\n2,2,\n3,3,\n4,4,\n", resources)
        #expect(found["foreign-key/region"]?.offences.map(\.value) == ["4"])
    }

    @Test(arguments: [("r.csv", "kode\n1\n"), ("r.jsonl", "{\"kode\":1}\n")])
    func aTableWithoutTheColumnIsAnError(name: String, text: String) {
        let error = #expect(throws: ResourceError.self) {
            try findings("id,region,parent\n1,1,\n", table(text, name))
        }
        #expect(
            error == .missingColumn(resource: "regions", file: name, column: "code"))
        #expect(error?.exitStatus == .dataFormat)
    }

    @Test func personsAreNotShown() throws {
        let schema: JSONValue = [
            "fields": [
                ["name": "a", "type": "string", "mlx:field": ["role": "id"]],
                ["name": "b", "type": "string", "mlx:field": ["role": "id"]],
            ],
            "foreignKeys": [["fields": "b", "reference": ["fields": "a"]]],
            "mlx:dataset": ["severity": ["foreign-key": "warn"]],
        ]
        let check = try #require(
            findings("a,b\nsecret,other\n", [:], schema: schema)["foreign-key/b"]
        ).check
        #expect(check.status == .warning)
        #expect(check.message?.contains("other") == false)
    }
}

/// Which rows refer to nothing, as frictionless says; see `Fixtures/make_foreign_keys.py`.
@Suite struct ForeignKeyPeerTests {
    @Test func agreesWithFrictionless() throws {
        let fixture = try driftFixture("foreign_keys.json")
        let cases = try #require(fixture["cases"]?.arrayValue)
        #expect(cases.count == 300)
        for (index, testCase) in cases.enumerated() {
            let schema = try TableSchema(json: try #require(testCase["schema"]))
            let key = try #require(schema.foreignKeys.first)
            var request = ValidationRequest()
            if let parent = testCase["parent"]?.stringValue {
                request.referenced = try ReferencedTables(
                    schema, ["parent": [.bytes(Array(parent.utf8), name: "parent.csv")]])
            }
            let child = try #require(testCase["child"]?.stringValue)
            let found = try TableCheck.run(
                [.bytes(Array(child.utf8), name: "child.csv")], schema: schema, request
            ).findings
            let id = "foreign-key/\(key.fields.joined(separator: ","))"
            let expected = testCase["lines"]?.arrayValue?.compactMap(\.integerValue) ?? []
            let finding = try #require(found[id])
            #expect(
                finding.check["count"] == .integer(Int64(expected.count)), "case \(index)")
            #expect(
                Set(finding.offences.map(\.line)).isSubset(of: expected), "case \(index)")
            #expect(finding.offences.first?.line == expected.first, "case \(index)")
        }
    }
}
