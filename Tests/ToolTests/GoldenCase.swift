import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// One directory of `Cases/<tool>/<number-name>`: what goes into a tool and what must come out.
///
/// `args` (one a line), `stdin` (absent: `/dev/null`), `environment` (NAME=VALUE a line) and
/// `files/` go in; `stdout`, `stderr` and `status` come out. Documents are written with a fixed
/// run and time; `durationMs` is left out of the comparison. `MLX_RECORD_CASES=1` writes the
/// three outputs anew: read the difference before you commit it.
struct GoldenCase: CustomTestStringConvertible, Sendable {
    let tool: String
    let directory: FilePath

    static let root = Tool.root.appending("Tests/ToolTests/Cases")

    static func all() throws -> [GoldenCase] {
        try Files.names(in: root).flatMap { tool in
            try Files.names(in: root.appending(tool)).map { name in
                GoldenCase(tool: tool, directory: root.appending(tool).appending(name))
            }
        }
    }

    var testDescription: String { "\(tool) \(directory.lastComponent?.string ?? "")" }

    func text(_ name: String) throws -> String? {
        let path = directory.appending(name)
        guard Files.exists(path) else { return nil }
        return String(decoding: try Files.read(path), as: UTF8.self)
    }

    func record(_ name: String, _ text: String) throws {
        try Files.replace(directory.appending(name), with: text.utf8)
    }

    /// Runs the tool in a copy of the case's files.
    func run() async throws -> ToolResult {
        try await withScratchDirectory { scratch in
            let files = directory.appending("files")
            if Files.exists(files) {
                _ = try await Tool.shell("cp -R '\(files)/.' .", directory: scratch)
            }
            var environment = ["SOURCE_DATE_EPOCH": "1763640000", "MLX_RUN_ID": "golden"]
            for line in try text("environment")?.split(separator: "\n") ?? [] {
                let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
                environment[parts[0]] = parts.count == 2 ? parts[1] : ""
            }
            let arguments = try text("args")?.split(separator: "\n").map(String.init) ?? []
            return try await Tool.run(
                tool, arguments, input: try text("stdin"), directory: scratch,
                environment: environment)
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct GoldenTests {
    @Test(arguments: try GoldenCase.all())
    func theToolAnswersAsRecorded(_ testCase: GoldenCase) async throws {
        let result = try await testCase.run()
        let output = withoutDurations(result.output)
        if Tool.environment("MLX_RECORD_CASES") != nil {
            try testCase.record("stdout", output)
            try testCase.record("stderr", result.errors)
            try testCase.record("status", "\(result.status)\n")
        }
        #expect(try testCase.text("status") == "\(result.status)\n")
        #expect(try testCase.text("stdout") == output)
        #expect(try testCase.text("stderr") == result.errors)
        if output.hasPrefix("{\"apiVersion\"") {
            let document = try result.document()
            #expect(document.status.exitCode == result.status)
        }
    }

    @Test func recordingIsOff() {
        #expect(
            Tool.environment("MLX_RECORD_CASES") == nil,
            "the cases were written anew; read the difference and run the tests again")
    }

    private func withoutDurations(_ text: String) -> String {
        text.replacing(/"durationMs": ?[0-9.e+-]+,?/, with: "")
    }
}
