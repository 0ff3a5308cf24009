import FileStorage
import ProcessControl
import SystemPackage
import TestSupport
import Testing

@Suite struct GroupedCommandTests {
    private func run(
        _ script: String, in directory: FilePath, timeout: Duration? = nil
    ) async throws -> (Ending, String) {
        let log = directory.appending("log")
        let ending = try await GroupedCommand(
            ["sh", "-c", script],
            environment: ["MLX_WORD": "hello"],
            directory: directory,
            timeout: timeout
        ).run(log: log) { _ in }
        return (ending, String(decoding: try Files.read(log), as: UTF8.self))
    }

    @Test func bothStreamsAreLoggedAndTheStatusIsKept() async throws {
        try await withScratchDirectory { directory in
            let (ending, log) = try await run(
                "echo $MLX_WORD; echo oops >&2; pwd; exit 3", in: directory)
            #expect(ending == .exited(3))
            #expect(log == "hello\noops\n\(directory)\n")
            #expect(try await run("kill -9 $$", in: directory).0 == .signaled(9))
        }
    }

    @Test func whatIsOverItsTimeIsStoppedWithItsChildren() async throws {
        try await withScratchDirectory { directory in
            let (ending, log) = try await run(
                "sleep 600 & echo $!; wait", in: directory, timeout: .seconds(1))
            #expect(ending == .timedOut(.seconds(1)))
            let child = log.split(separator: "\n").first.map(String.init) ?? ""
            let alive = try await Tool.shell("grep -s State /proc/\(child)/status || true")
            // What is killed may wait for init to take note of it.
            #expect(!child.isEmpty && (alive.output.isEmpty || alive.output.contains("Z")))
        }
    }

    @Test func aMissingProgramIsNamed() async throws {
        try await withScratchDirectory { directory in
            let command = try GroupedCommand(["no-such-program"])
            await #expect(throws: ProcessError.commandMissing(name: "no-such-program")) {
                _ = try await command.run(log: directory.appending("log")) { _ in }
            }
        }
    }

    @Test(arguments: [("90s", 90), ("30m", 1800), ("2h", 7200)])
    func aTimeoutIsRead(_ text: String, _ seconds: Int) throws {
        #expect(try Timeout.parse(text) == .seconds(seconds))
    }

    @Test(arguments: ["", "s", "10", "-1s", "0s", "1d", "1.5h", "99999999999999999999h"])
    func whatIsNoTimeIsRefused(_ text: String) {
        #expect(throws: ProcessError.invalidTimeout(text: text)) { try Timeout.parse(text) }
    }
}
