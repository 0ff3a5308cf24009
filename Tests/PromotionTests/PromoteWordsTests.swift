import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What is typed is done, or it is refused: nothing is left out without a word.
@Suite struct PromoteWordsTests {
    @Test(arguments: [
        ("penguins@3 --rollback", "write penguins --rollback --to 3"),
        ("penguins@latest --rollback", "write penguins --rollback --to NUMBER"),
        ("penguins@3 --reconcile", "write penguins --reconcile"),
        ("penguins@3 --approve --key k --reconcile", "--approve goes with neither"),
        ("penguins@3 --approve --key k --watch 5m", "--watch goes with neither"),
        ("penguins --rollback --watch 5m", "--watch goes with neither"),
        ("penguins --reconcile --watch 5m", "--watch goes with neither"),
        ("penguins --to 3", "--to needs --rollback"),
    ])
    func `words that contradict each other are refused`(words: String, message: String)
        async throws
    {
        try await withScratchDirectory { scratch in
            let result = try await Tool.run(
                "mlx-promote", words.split(separator: " ").map(String.init), directory: scratch)
            #expect(result.status == 64, "\(result.errors)")
            #expect(result.errors.contains(message), "\(result.errors)")
        }
    }

    /// Two versions in testing, the first one live, and what mlx.yaml says.
    private func run(
        _ yaml: String, evaluations: [String?] = ["passed", "passed"],
        _ body: (Registered, (String) async throws -> ToolResult) async throws -> Void
    ) async throws {
        try await withScratchDirectory { scratch in
            let registered = try Registered(evaluations, in: scratch)
            try registered.promote(1)
            try Files.write(
                scratch.appending("mlx.yaml"),
                """
                apiVersion: mlx/v1
                kind: Pipeline
                model: penguins
                registry:
                  testing: testing
                  production: production
                \(yaml)\n
                """.utf8)
            try await body(registered) { try await Tool.shell($0, directory: scratch) }
        }
    }

    @Test func `with --no-serve, what needs the service is skipped and not forgotten`()
        async throws
    {
        try await run(
            "promote: {deployer: mlx-serve, canary: {share: 0.1}, shadow: {}, watch: 5m}"
        ) { registered, shell in
            let result = try await shell("mlx-promote penguins@2 --no-serve")
            #expect(result.status == 0, "\(result.errors)")
            let checks = try #require(try result.document().stage(named: "promote")).checks
            let skipped = checks.filter { $0.message == "the service is left alone" }
            #expect(skipped.map(\.id) == ["shadow", "canary", "watch"])
            #expect(skipped.allSatisfy { $0.status == .skipped })
            #expect(try registered.live == 2)
        }
    }

    @Test func `--watch without a service is refused`() async throws {
        try await run("") { registered, shell in
            let result = try await shell("mlx-promote penguins@2 --watch 5m")
            #expect(result.status == 78, "\(result.errors)")
            #expect(result.errors.contains("--watch does not know where the service is"))
            #expect(try registered.live == 1)
        }
    }

    @Test func `a reason is on record without an override too`() async throws {
        try await run("") { registered, shell in
            let result = try await shell(
                """
                mlx-promote penguins@2 --reason 'the spring release' --out out.json
                mlx-promote penguins --rollback --reason 'too slow'
                """)
            #expect(result.status == 0, "\(result.errors)")
            let records = try registered.production.history().suffix(2)
            #expect(records.map(\.reason) == ["the spring release", "too slow"])
        }
    }

    @Test func `a policy that asks for nothing is another one than none`() async throws {
        try await run("  policy: {require: []}", evaluations: ["passed", nil]) {
            registered, shell in
            let result = try await shell("mlx-promote penguins@2")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try registered.live == 2)
        }
        try await run("  policy: {trust: []}", evaluations: ["passed", nil]) { _, shell in
            let result = try await shell("mlx-promote penguins@2")
            #expect(result.status == 77, "\(result.errors)")
        }
    }

    @Test func `a service that never takes the version up is waited for as long as is said`()
        async throws
    {
        let live = #"{"name":"penguins","versions":["1"]}"#
        let server = try ScriptedServer { exchange in
            exchange.answer(exchange.requestLine.contains("/v2/models/") ? live : "{}")
            return .keep
        }
        defer { server.stop() }
        try await run(
            "serve: {port: \(server.port)}\npromote: {smoke: false, canary: {share: 0.5}}"
        ) { registered, shell in
            let result = try await shell("mlx-promote penguins@2 --ready-timeout 1")
            #expect(result.status == 69, "\(result.errors)")
            #expect(result.errors.contains("within 1 s"), "\(result.errors)")
            #expect(try registered.live == 1)
        }
    }
}
