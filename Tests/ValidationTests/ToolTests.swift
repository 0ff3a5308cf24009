import Dataset
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The binary itself, from arguments to exit status.
@Suite struct ValidateToolTests {
    private static let schema = """
        {"fields":[{"name":"n","type":"integer","constraints":{"required":true}},\
        {"name":"s","type":"string","constraints":{"enum":["a","b"]}}]}
        """

    /// Runs a script beside `train.csv`, `test.csv`, `schema.json` and other files.
    private func shell(_ script: String, files: [String: String] = [:]) async throws -> ToolResult {
        try await withScratchDirectory { directory in
            let usual = [
                "train.csv": "n,s\n1,a\n2,b\n", "test.csv": "n,s\n3,b\n",
                "schema.json": Self.schema,
            ]
            for (name, text) in usual.merging(files, uniquingKeysWith: { $1 }) {
                let file = try FileDescriptor.open(
                    directory.appending(name),
                    .writeOnly,
                    options: .create,
                    permissions: .ownerReadWrite
                )
                try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) }
            }
            return try await Tool.shell(script, directory: directory)
        }
    }

    private func run(_ arguments: [String], files: [String: String] = [:]) async throws
        -> ToolResult
    {
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try await shell("mlx-validate \(quoted)", files: files)
    }

    private let usual = ["--no-input", "--data", "train.csv", "--schema", "schema.json"]

    @Test func recordsWhatItRead() async throws {
        let result = try await run(usual + ["--test", "test.csv"])
        #expect(result.status == 0)
        #expect(result.errors == "")
        let run = try result.document()
        #expect(run.inputs.data["train"]?.rows == 2)
        #expect(run.inputs.data["test"]?.uri == "test.csv")
        #expect(run.inputs.data["test"]?.digest?.hasPrefix("sha256:") == true)
        #expect(run.inputs.schema?.uri == "schema.json")
        let stage = try #require(run.stage(named: "validate"))
        #expect(stage.status == .passed)
        let splits = Set(stage.checks.compactMap { $0.slice?["split"]?.stringValue })
        #expect(splits == ["train", "test"])
    }

    @Test func takesItsInputsFromTheProject() async throws {
        let project = """
            apiVersion: mlx/v1
            kind: Pipeline
            data: {train: "t*n.csv", test: test.csv, schema: schema.json}
            """
        let result = try await run(["--no-input"], files: ["mlx.yaml": project])
        #expect(result.status == 0, "\(result.errors)")
        #expect(try result.document().inputs.data["train"]?.uri == "t*n.csv")
    }

    @Test func namesOffendingRows() async throws {
        let broken = "n,s\n1,a\n,b\nx,c\n"
        let result = try await run(usual, files: ["train.csv": broken])
        #expect(result.status == 1)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.contains("train.csv:3:1: 'n' is missing"))
        #expect(lines.contains("train.csv:4:1: 'x' in 'n' is not an integer"))
        #expect(lines.contains("train.csv:4:2: 'c' in 's' is not one of a, b"))
        let run = try result.document()
        #expect(run.status.phase == .failed)
        #expect(run.inputs.data["train"]?.rows == 3)
    }

    @Test(arguments: [
        ("train.csv", "", 65, "'train.csv' is empty: it has no header"),
        ("train.csv", "n,s\n", 65, "'train.csv' has a header and no rows"),
        (
            "train.csv", "n,s\n1,\0\n", 65,
            "'train.csv' is not a text table: line 2, byte 7: a NUL byte"
        ),
        (
            "train.csv", "n,s\n1,\"a\n", 65,
            "'train.csv', line 2: a quote is opened and never closed"
        ),
        (
            "schema.json", "{", 78,
            "cannot use 'schema.json': the schema is not JSON: line 1, column 2"
        ),
        (
            "schema.json",
            #"{"fields":[{"name":"s","type":"string","constraints":{"pattern":"("}}]}"#,
            78, "cannot use 'schema.json': the field 's' has the pattern '('"
        ),
        (
            "schema.json", #"{"fields":[{"name":"s","type":"text"}]}"#, 78,
            "cannot use 'schema.json': the field 's' has the unknown type 'text'"
        ),
    ])
    func saysWhyItCannotCheck(file: String, text: String, status: Int, message: String) async throws
    {
        let result = try await run(usual, files: [file: text])
        #expect(result.status == status)
        #expect(result.errors.contains("mlx-validate: error: \(message)"), "\(result.errors)")
        let stage = try result.document().stages.last
        #expect(stage?.status == .error)
        #expect(stage?.exitCode == status)
    }

    @Test(arguments: [
        (
            ["--no-input", "--data", "no.csv", "--schema", "schema.json"], 66,
            "'no.csv' does not exist"
        ),
        (
            ["--no-input", "--data", "*.tsv", "--schema", "schema.json"], 66,
            "no file matches '*.tsv'"
        ),
        (
            ["--no-input", "--data", "train.csv", "--schema", "no.json"], 66,
            "'no.json' does not exist"
        ),
        (["--no-input", "--data", "train.csv"], 64, "no schema is named"),
        (["--no-input", "--schema", "schema.json"], 64, "no data is named"),
        (["infer", "--data", "train.csv", "--target", "z"], 64, "the target 'z' is not a column"),
        (["infer", "--data", "train.csv", "--out", "no/s.json"], 73, "cannot create"),
    ])
    func saysWhatIsMissing(arguments: [String], status: Int, message: String) async throws {
        let result = try await run(arguments)
        #expect(result.status == status)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func infersFromStandardInput() async throws {
        let result = try await shell("mlx-validate infer --data - --target s < train.csv")
        #expect(result.status == 0)
        let schema = try TableSchema(json: JSONValue(parsing: result.output))
        #expect(schema.target?.name == "s")
        #expect(schema.dataset.task == .binary)
    }

    @Test func checksStandardInput() async throws {
        let result = try await shell(
            "printf 'n,s\\n1,q\\n' | mlx-validate --no-input --data - --schema schema.json"
        )
        #expect(result.status == 1)
        #expect(result.errors.contains("-:2:2: 'q' in 's' is not one of a, b"))
    }

    @Test func oneStreamCannotBeTwoInputs() async throws {
        let result = try await shell(
            "mlx-validate --data - --schema schema.json < /dev/null"
        )
        #expect(result.status == 64)
        #expect(result.errors.contains("standard input cannot be both data and the run document"))
    }

    @Test func aFullDiskIsAnError() async throws {
        let infer = try await shell("mlx-validate infer --data train.csv > /dev/full")
        #expect(infer.status == 74)
        let check = try await shell("mlx-validate \(usual.joined(separator: " ")) > /dev/full")
        #expect(check.status == 74)
    }
}
