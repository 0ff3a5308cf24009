import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite("In Buildkite the tools speak through its agent")
struct BuildkiteTests {
    /// Keeps its arguments and its input, a file for each call.
    private static let agent = """
        #!/bin/sh
        number=$(ls "$CALLS" | wc -l)
        { echo "$*"; cat; } > "$CALLS/$number"
        echo "said by the agent"
        exit "$AGENT_STATUS"
        """

    /// Runs `mlx-eval`, which has nothing to evaluate, with an agent that ends so.
    private static func run(agentStatus: Int?) async throws -> (result: ToolResult, calls: [String])
    {
        try await withScratchDirectory { directory in
            let calls = directory.appending("calls")
            try Files.makeDirectory(calls)
            if agentStatus != nil {
                try await Tool.writeProgram(agent, at: directory.appending("buildkite-agent"))
            }
            let result = try await Tool.shell(
                "PATH=$PWD:$PATH mlx-eval --no-input", directory: directory,
                environment: [
                    "BUILDKITE": "true", "CALLS": calls.string,
                    "AGENT_STATUS": "\(agentStatus ?? 0)",
                ])
            let texts = try Files.names(in: calls).sorted().map {
                String(decoding: try Files.read(calls.appending($0)), as: UTF8.self)
            }
            return (result, texts)
        }
    }

    @Test("a stage is an annotation, and outputs are meta-data")
    func calls() async throws {
        let (result, calls) = try await Self.run(agentStatus: 0)
        let first = try #require(calls.first)
        #expect(first.hasPrefix("annotate --context mlx-eval --style error\n### ❌"), "\(first)")
        #expect(calls.contains("meta-data set mlx.phase\nError"), "\(calls)")
        #expect(!calls.contains { $0.hasPrefix("meta-data set mlx.candidate") })
        #expect(try result.document().stages.map(\.name) == ["eval"])
        #expect(result.errors.contains("said by the agent"))
    }

    @Test("the agent's trouble is a warning, said once")
    func failing() async throws {
        let plain = try await Tool.run("mlx-eval", ["--no-input"])
        let (result, calls) = try await Self.run(agentStatus: 3)
        #expect(result.status == plain.status)
        #expect(calls.count == 2)
        #expect(
            result.errors.contains("warning: 'buildkite-agent annotate' ended with exit status 3"))
    }

    @Test("without the agent nothing is said")
    func absent() async throws {
        let plain = try await Tool.run("mlx-eval", ["--no-input"])
        #expect(try await Self.run(agentStatus: nil).result.errors == plain.errors)
    }
}
