import Dataset
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Validation

@Suite struct SchemaInferenceTests {
    private func infer(
        _ text: String,
        name: String = "t.csv",
        target: String? = nil,
        task: DatasetKey.Task? = nil
    ) throws -> TableSchema {
        let source = DataSource.bytes(Array(text.utf8), name: name)
        return try SchemaInference.run([source], target: target, task: task).schema
    }

    private func warnings(_ text: String, target: String? = nil, task: DatasetKey.Task? = nil)
        throws -> [InferenceWarning]
    {
        let source = DataSource.bytes(Array(text.utf8), name: "t.csv")
        return try SchemaInference.run([source], target: target, task: task).warnings
    }

    private func column(_ cells: [String]) throws -> TableField {
        let schema = try infer("k,x\n" + cells.map { "k,\($0)\n" }.joined())
        return try #require(schema["x"])
    }

    @Test(arguments: [
        (["1", "-2", "+3"], FieldType.integer), (["1", "2.5"], .number), (["1e3", "2"], .number),
        (["true", "False"], .boolean), (["0", "1"], .integer), (["2024-01-01"], .date),
        (["2024-01-01T00:00:00Z"], .datetime), (["10:00:00"], .time), (["a", "1"], .string),
        (["2024-01-01", "x"], .string), (["007", "12"], .string), (["1234567890123456"], .string),
        (["0", "0.5"], .number), (["", "NA"], .any), (["1", "NA", ""], .integer),
        (["1", "true"], .string),
    ])
    func findsTypes(cells: [String], type: FieldType) throws {
        #expect(try column(cells).type == type)
    }

    @Test func findsWordsForMissing() throws {
        let schema = try infer("a,b,c\n1,x,?\nNA,null,3\n2,y,4\n")
        #expect(schema.missingValues == ["", "NA", "null"])
        #expect(schema["c"]?.type == .integer)
        #expect(schema["c"]?.missingValues == ["", "?"])
        #expect(schema["b"]?.missingValues == nil)
        #expect(try column(["x", "?"]).missingValues == nil)
    }

    @Test func completeColumnsAreRequired() throws {
        #expect(try column(["x", "y"]).constraints.required)
        #expect(try column(["x", "?"]).constraints.required)
        #expect(try !column(["x", ""]).constraints.required)
        #expect(try !column(["1", "?"]).constraints.required)
        let schema = try infer("{\"a\":1}\n{\"a\":2,\"b\":3}\n{\"a\":null}\n", name: "t.jsonl")
        #expect(schema["a"]?.constraints.required == false)
        #expect(schema["b"]?.constraints.required == false)
    }

    @Test func fewValuesBecomeAnEnum() throws {
        let few = try column((0..<20).map { $0 % 2 == 0 ? "b" : "a" })
        #expect(few.constraints.enumeration == ["a", "b"])
        #expect(try column(["a", "b", "a"]).constraints.enumeration == nil)
        #expect(try column(["3", "1", "1", "3"]).constraints.enumeration == [1, 3])
        #expect(try column((0..<5).map(String.init)).constraints.enumeration == nil)
        let many = (0..<3000).map { "v\($0 % 101)" }
        #expect(try column(many).constraints.enumeration == nil)
        #expect(
            try column(many.map { $0 == "v100" ? "v0" : $0 }).constraints.enumeration?.count == 100
        )
    }

    @Test(arguments: [
        ("t\na\nb\nc\n", DatasetKey.Task.multiclass), ("t\na\nb\n", .binary),
        ("t\n0\n1\n1\n0\n", .binary), ("t\ntrue\nfalse\n", .binary),
        ("t\n1.5\n2\n", .regression), ("t\n1\n2\n3\n", .regression),
    ])
    func findsTheTask(text: String, task: DatasetKey.Task) throws {
        let schema = try infer(text, target: "t")
        #expect(schema.target?.name == "t")
        #expect(schema.dataset.target == "t")
        #expect(schema.dataset.task == task)
        #expect(try infer(text, target: "t", task: .regression).dataset.task == .regression)
    }

    @Test(arguments: [
        (["31/12/2024", "01/02/2024"], FieldType.date, "%d/%m/%Y" as String?),
        (["12/31/2024"], .date, "%m/%d/%Y"), (["1/2/2024"], .string, nil),
        (["2024/01/31"], .date, "%Y/%m/%d"), (["31.01.2024"], .date, "%d.%m.%Y"),
        (["5 Mar 2024", "12 Apr 2024"], .date, "%d %b %Y"),
        (["2024-01-31 10:00:00"], .datetime, "%Y-%m-%d %H:%M:%S"),
        (["31/01/2024 10:00"], .datetime, "%d/%m/%Y %H:%M"),
        (["10:00", "9:30"], .time, "%H:%M"), (["9:30 am"], .time, "%I:%M %p"),
        (["123e4567-e89b-12d3-a456-426614174000"], .string, "uuid"),
        (["a@b.example"], .string, "email"), (["https://a.example/x"], .string, "uri"),
        (["a:b"], .string, nil), (["2024-01-31 10:00:00", "x"], .string, nil),
    ])
    func findsForms(cells: [String], type: FieldType, format: String?) throws {
        let field = try column(cells)
        #expect(field.type == type)
        #expect(field.format == format)
    }

    @Test func warnsOfWhatAPersonShouldSee() throws {
        #expect(
            try warnings("t\n1\n1\n", target: "t") == [.constantTarget(column: "t", value: "1")]
        )
        #expect(
            try warnings("t\n0\n1\n1\n", target: "t", task: .regression)
                == [.regressionOnTwoValues(column: "t")]
        )
        #expect(try warnings("t,x\n0,\n1,NA\n") == [.allMissing(column: "x")])
        #expect(
            try warnings("d\n1/2/2024\n")
                == [.ambiguousDates(column: "d", "%d/%m/%Y", "%m/%d/%Y")]
        )
        let ids = "k\n" + (0..<200).map { "id\($0)\n" }.joined()
        #expect(try warnings(ids) == [.identifier(column: "k", distinct: 200, count: 200)])
        let texts = "k\n" + (0..<200).map { "row number \($0)\n" }.joined()
        #expect(try warnings(texts) == [])
        let near = "k\n" + (0..<200).map { "\($0 % 7)\n" }.joined() + "broken\n"
        #expect(
            try warnings(near) == [.nearlyTyped(column: "k", type: .number, others: 1, count: 201)]
        )
        #expect(try warnings("a,t\n1,x\n2,y\n", target: "t") == [])
    }

    @Test func decidesFromSummariesAlone() throws {
        var size = ColumnSummary(name: "size")
        size.present = 100
        size.counts = [.integer: 60, .number: 40]
        size.distinct = 90
        var kind = ColumnSummary(name: "kind")
        kind.present = 99
        kind.missingWords = ["NA"]
        kind.values = ["b", "a"]
        kind.distinct = 2
        let inferred = try SchemaInference.decide([size, kind], rows: 100, target: "kind")
        #expect(inferred.schema["size"]?.type == .number)
        #expect(inferred.schema["size"]?.constraints.required == true)
        #expect(inferred.schema["kind"]?.constraints.required == false)
        #expect(inferred.schema.target?.categories == ["a", "b"])
        #expect(inferred.schema.dataset.task == .binary)
        #expect(inferred.schema.missingValues == ["", "NA"])
        #expect(inferred.schema.json["$schema"] == .string(TableSchema.profile))
    }

    @Test func theDataPassesItsOwnSchema() throws {
        let text = "a,b,c\n1,x,?\nNA,\"null\",3\n2,y,4\n"
        let schema = try infer(text)
        let again = try TableSchema(json: schema.json)
        #expect(again.json == schema.json)
        #expect(try findings(text, schema: schema.json).failed == [])
    }

    @Test func refusesWhatHasNoSchema() {
        #expect(throws: InferenceError.unknownTarget("z", columns: ["a"])) {
            try infer("a\n1\n", target: "z")
        }
        #expect(throws: DatasetError.noRows(file: "t.csv")) { try infer("a\n") }
        #expect(throws: DatasetError.duplicateColumn(file: "t.csv", name: "a")) {
            try infer("a,a\n1,2\n")
        }
        #expect(throws: DatasetError.raggedRow(file: "t.csv", line: 3, cells: 1, expected: 2)) {
            try infer("a,b\n1,2\n3\n")
        }
        #expect(throws: InferenceError.self) { try infer("a,\n1,2\n") }
    }
}

@Suite struct PenguinsTests {
    private let directory = Tool.root.appending("share/mlx/examples/penguins")

    @Test func findsTheColumnsOfThePenguins() throws {
        let source = DataSource.file(directory.appending("penguins.csv"))
        let schema = try SchemaInference.run([source], target: "species").schema
        #expect(
            schema.fields.map(\.type) == [
                .string, .string, .number, .number, .integer, .integer, .string, .integer,
            ]
        )
        #expect(schema.missingValues == ["", "NA"])
        #expect(schema.dataset.task == .multiclass)
        #expect(schema.target?.categories == ["Adelie", "Chinstrap", "Gentoo"])
        #expect(
            schema.fields.filter(\.constraints.required).map(\.name) == [
                "species", "island", "year",
            ]
        )
    }

    @Test func theShippedSchemaFitsTheShippedData() throws {
        let schema = try TableSchema.read(directory.appending("schema.json"))
        let source = DataSource.file(directory.appending("penguins.csv"))
        let report = try TableCheck.run([source], schema: schema)
        #expect(report.findings.failed == [])
        #expect(report.data.rows == 344)
        #expect(schema.target?.name == "species")
    }
}
