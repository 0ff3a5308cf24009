import CommandLineTool
import FileStorage
import SystemPackage
import TestSupport
import Testing

/// The manual and the completions are made from the commands, and must not lag behind them.
@Suite struct ManualTests {
    @Test(arguments: ToolNames.all)
    func theManualPageIsFresh(_ tool: String) async throws {
        let result = try await Tool.run(tool, ["--generate-manual"])
        #expect(
            try text("man/man1/\(tool).1") == result.output,
            "man/man1/\(tool).1 is out of date; run share/generate")
    }

    @Test(arguments: ToolNames.all)
    func theManualPageIsRight(_ tool: String) async throws {
        let path = Tool.root.appending("man/man1/\(tool).1").string
        let result = try await Tool.shell("groff -mdoc -ww -Tascii -P-cbou '\(path)'")
        #expect(result.errors == "")
        for section in [
            "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO",
        ] {
            #expect(result.output.contains("\n\(section)\n"), "\(section)")
        }
    }

    @Test(arguments: [
        ("mlx-validate", "mlx-schema", "ROW RULES"), ("mlx-eval", "mlx-gates", "VERDICTS"),
        ("mlx-notify", "mlx-targets", "SIGNATURES"),
    ])
    func theTopicsPageIsFresh(_ tool: String, _ topic: String, _ section: String) async throws {
        let path = "man/man7/\(topic).7"
        let result = try await Tool.run(tool, ["--generate-manual", topic])
        #expect(try text(path) == result.output, "\(path) is out of date; run share/generate")
        let page = try await Tool.shell(
            "groff -man -ww -Tascii -P-cbou '\(Tool.root.appending(path).string)'")
        #expect(page.errors == "")
        #expect(page.output.contains("\n\(section)\n"))
    }

    @Test(arguments: ToolNames.all)
    func theCompletionsAreFresh(_ tool: String) async throws {
        let files = [
            "bash": "completions/bash/\(tool)", "zsh": "completions/zsh/_\(tool)",
            "fish": "completions/fish/\(tool).fish",
        ]
        for (shell, file) in files {
            let result = try await Tool.run(tool, ["--generate-completion-script", shell])
            #expect(try text(file) == result.output, "\(file) is out of date; run share/generate")
        }
    }

    @Test(arguments: ToolNames.all)
    func theHelpHasExamples(_ tool: String) async throws {
        let result = try await Tool.run(tool, ["--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("EXAMPLES:\n"))
        #expect(result.output.contains("USAGE: \(tool)"))
    }

    @Test(arguments: ToolNames.all)
    func aLostWriteIsNoSuccess(_ tool: String) async throws {
        let result = try await Tool.shell("\(tool) --help > /dev/full", using: ["dash"])
        #expect(result.status == 74)
        #expect(result.errors.contains("cannot write standard output"))
    }

    @Test(arguments: ToolNames.all)
    func anUnknownFlagIsAUsageError(_ tool: String) async throws {
        let result = try await Tool.run(tool, ["--no-such-flag"], input: nil)
        #expect(result.status == 64)
        #expect(result.errors.contains("\(tool): error: unknown option '--no-such-flag'"))
        #expect(result.errors.contains("hint: see '\(tool) --help'"))
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Files.read(Tool.root.appending(path)), as: UTF8.self)
    }
}
