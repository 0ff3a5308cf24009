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
        return try SchemaInference.run([source], target: target, task: task)
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
        let schema = try SchemaInference.run([source], target: "species")
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
