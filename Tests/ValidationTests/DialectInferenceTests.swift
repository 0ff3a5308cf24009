import Dataset
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Validation

/// How data is written: what `infer` finds out and what it is told.
@Suite struct DialectInferenceTests {
    private func infer(
        _ text: String, name: String = "t.csv", _ dialect: DialectDescription? = nil
    ) throws -> InferredSchema {
        try SchemaInference.run(
            [.bytes(Array(text.utf8), name: name)], dialect: dialect)
    }

    @Test(arguments: [
        ("a;b\n1;2\n", ";"), ("a\tb\tc\n1\t2\t3\n", "\t"), ("a|b\n1|2\n", "|"),
        ("\"x;,y\";b\n1;2\n", ";"), ("\n\na;b\n1;2\n", ";"), ("a|b;c;d\n1;2;3\n", ";"),
        ("\u{FEFF}a;b\r\n1;2\r\n", ";"),
    ])
    func findsTheDelimiter(text: String, delimiter: String) throws {
        for name in ["t.csv", "-"] {
            let inferred = try infer(text, name: name)
            #expect(inferred.schema.dialect?.delimiter == delimiter)
            #expect(inferred.schema.fields.count > 1)
            #expect(inferred.warnings.first == .delimiter(delimiter))
            // And the check reads the data so.
            let again = try TableSchema(json: inferred.schema.json)
            let found = try TableCheck.run(
                [.bytes(Array(text.utf8), name: name)], schema: again)
            #expect(found.findings.failed == [])
        }
    }

    @Test(arguments: [
        ("a,b;c\n1,2\n", "t.csv"), ("a\tb\n1\t2\n", "t.tsv"), ("a\n1\n", "t.csv"),
        ("\"a;b\"\n1\n", "t.csv"), ("{\"a;b\": 1}\n", "-"), ("a;b\n1;2\n", "t.tsv"),
    ])
    func leavesTheUsualOneUnsaid(text: String, name: String) throws {
        let inferred = try infer(text, name: name)
        #expect(inferred.schema.dialect == nil)
        #expect(inferred.warnings.allSatisfy { "\($0)".contains("header") == false })
    }

    @Test func laterFilesAreReadLikeTheFirst() throws {
        let files = ["a;b\n1;2\n", "a;b\n3;4\n"].enumerated().map {
            DataSource.bytes(Array($0.element.utf8), name: "\($0.offset).csv")
        }
        let inferred = try SchemaInference.run(files)
        #expect(inferred.schema.fields.map(\.name) == ["a", "b"])
        #expect(inferred.warnings == [.delimiter(";")])
    }

    @Test func takesWhatItIsTold() async throws {
        try await withScratchDirectory { directory in
            try Files.write(directory.appending("t.csv"), "x\na:~b:c~\n1:2\n".utf8)
            let dialect =
                #"{"delimiter": "!", "quoteChar": "~", "commentRows": [1], "headerRows": [2]}"#
            try Files.write(directory.appending("d.json"), dialect.utf8)
            for said in ["'\(dialect)'", "d.json"] {
                let result = try await Tool.shell(
                    "mlx-validate infer --data t.csv --dialect \(said) --delimiter : --out s.json",
                    directory: directory)
                #expect(result.status == 0, "\(result.errors)")
                #expect(result.errors == "")
                let schema = try TableSchema.read(directory.appending("s.json"))
                #expect(schema.fields.map(\.name) == ["a", "b:c"])
                #expect(schema.dialect?.delimiter == ":")
                let check = try await Tool.shell(
                    "mlx-validate --no-input --data t.csv --schema s.json", directory: directory)
                #expect(check.status == 0, "\(check.errors)")
            }
        }
    }

    @Test(arguments: [
        ("--delimiter ab", 78), ("--dialect '{'", 64), ("--dialect none.json", 66),
        ("--dialect '{\"delimeter\":\";\"}'", 78),
    ])
    func refusesWhatIsNoDialect(option: String, status: Int) async throws {
        try await withScratchDirectory { directory in
            try Files.write(directory.appending("t.csv"), "a\n1\n".utf8)
            let result = try await Tool.shell(
                "mlx-validate infer --data t.csv \(option)", directory: directory)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.output == "")
        }
    }
}
