import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite("Each stage writes the reports that it is asked for")
struct RunReportTests {
    private static let options = "--junit j.xml --openmetrics m.txt --dotenv d.env"

    /// Runs a script, and reads the reports that it leaves.
    private static func run(
        _ script: String, files: [String: String] = [:]
    ) async throws -> (result: ToolResult, junit: String, metrics: String, dotenv: String) {
        try await withScratchDirectory { directory in
            for (name, text) in files {
                try Files.write(directory.appending(name), text.utf8)
            }
            let result = try await Tool.shell("set +e; \(script)", directory: directory)
            func text(_ name: String) throws -> String {
                let path = directory.appending(name)
                return Files.exists(path)
                    ? String(decoding: try Files.read(path), as: UTF8.self) : ""
            }
            return (result, try text("j.xml"), try text("m.txt"), try text("d.env"))
        }
    }

    @Test(
        "a stage that ends in an error",
        arguments: [
            "mlx-trigger", "mlx-validate", "mlx-train", "mlx-eval", "mlx-register", "mlx-promote",
        ])
    func error(tool: String) async throws {
        let stage = tool.dropFirst(4)
        let reports = try await Self.run(
            "\(tool) --in nowhere.json --config none.yaml \(Self.options)")
        #expect(reports.result.status != 0)
        #expect(reports.junit.contains(#"<testsuite name="\#(stage)""#), "\(reports.result.errors)")
        #expect(reports.metrics.hasSuffix("# EOF\n"))
        #expect(reports.dotenv.hasPrefix("MLX_PHASE=Error\n"))
        let artifacts = try reports.result.document().stages.last?.artifacts.map(\.name)
        #expect(artifacts == ["junit", "openmetrics", "dotenv"])
    }

    @Test("a stage whose options make no sense, as far as they do")
    func nonsense() async throws {
        let reports = try await Self.run("mlx-eval --no-input --nonsense \(Self.options) | cat")
        #expect(reports.junit.contains("<error "), "\(reports.result.errors)")
        #expect(reports.dotenv.contains("MLX_EXIT_CODE=64\n"))
    }

    @Test("a report is of the whole run so far, so that the last one will do")
    func wholeRun() async throws {
        let files = [
            "s.json": #"{"fields":[{"name":"a","type":"integer"}]}"#, "t.csv": "a\n1\n",
        ]
        let reports = try await Self.run(
            """
            mlx-validate --no-input --data t.csv --schema s.json |
                mlx-eval --model nowhere \(Self.options) --junit-strict
            """, files: files)
        #expect(reports.junit.contains(#"<testsuite name="validate""#), "\(reports.result.errors)")
        #expect(reports.junit.contains(#"<testsuite name="eval""#))
        #expect(reports.metrics.contains(#"mlx_stage_exit_status{stage="validate",model=""} 0"#))
        #expect(reports.dotenv.contains("MLX_FAILED_STAGE=eval\n"))
    }

    @Test("one that cannot be written makes the stage an error, and the others are written")
    func unwritable() async throws {
        let files = [
            "s.json": #"{"fields":[{"name":"a","type":"integer"}]}"#, "t.csv": "a\n1\n",
        ]
        let reports = try await Self.run(
            """
            mlx-validate --no-input --data t.csv --schema s.json --junit no/j.xml --dotenv d.env
            """, files: files)
        #expect(reports.result.status == 73, "\(reports.result.errors)")
        let run = try reports.result.document()
        #expect(run.status.phase == .error && run.stages.last?.status == .error)
        #expect(run.stages.last?.problem?.title.contains("j.xml") == true)
        #expect(reports.dotenv.hasPrefix("MLX_PHASE=Error\n"))
    }

    @Test("--junit-strict without --junit is a contradiction")
    func strictAlone() async throws {
        let result = try await Tool.run("mlx-eval", ["--no-input", "--junit-strict"])
        #expect(result.status == 64)
    }
}
