import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The comment on a change that each run brings up to date.
@Suite("A comment on a change", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct CommentTests {
    private static let marker = "<!-- mlx-notify:penguins -->"

    private func environment(_ forge: String, _ servers: ChannelServers) -> [String: String] {
        switch forge {
        case "gitlab": servers.gitlab()
        case "gitea": servers.gitea()
        default: servers.github()
        }
    }

    @Test(
        "One comment, which the next run brings up to date",
        arguments: [("github", "github-pr:"), ("gitlab", "gitlab-mr:"), ("gitea", "gitea-pr:")]
    )
    func sticky(forge: String, target: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let environment = environment(forge, servers)
            var statuses: [String] = []
            for run in [SampleRuns.brokenData, SampleRuns.registered, SampleRuns.registered] {
                let result = try await servers.notify(run, ["--to", target], environment)
                #expect(result.status == run.status.exitCode, "\(result.errors)")
                statuses += try result.statuses()
                #expect(!(result.output + result.errors).contains("token-write"))
            }
            #expect(statuses == ["sent", "sent", "repeated"])
            let comments = try servers.comments()
            #expect(comments.count == 1)
            let comment = try #require(comments.first)
            #expect(comment["number"] == 7 && comment["edits"] == 1)
            let body = try #require(comment["body"]?.stringValue)
            #expect(body.hasPrefix("\(Self.marker)\n\n### ✅ <code>penguins 2 passed</code>\n"))
            #expect(
                body.contains(
                    "| <code>accuracy</code> | 0.97 | 0.9812 | ▲ +0.0112 (+1.2 %), better |"))
            #expect(
                body.contains(
                    "| <code>log&#95;loss</code> | 0.1 | 0.11 | ▲ +0.01 (+10.0 %), worse |"))
            #expect(body.contains("<pre>\n mlx-promote penguins&#64;<!-- -->2\n</pre>"))
            #expect(try !servers.spooled().contains("token-write"))
        }
    }

    @Test("What broke stands in the comment, with what was expected and observed")
    func failure() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            var run = SampleRuns.brokenData
            run.metadata.ci["url"] = "https://ci.example.com/job/penguins/7/?a=1&b=2"
            _ = try await servers.notify(run, ["--to", "github-pr:"], servers.github())
            let body = try #require(try servers.comments().first?["body"]?.stringValue)
            for part in [
                "### ❌ <code>penguins failed at validate</code>",
                "| <code>species&#46;enum</code> | <code>2</code> | "
                    + "<code>Adelie, Chinstrap or Gentoo</code> | "
                    + "<code>data/train&#46;csv, line 12</code> |",
                "<details><summary>Rows</summary>",
                "[Open the build](<https://ci.example.com/job/penguins/7/?a=1&amp;b=2>)",
            ] {
                #expect(body.contains(part), "\(body)")
            }
        }
    }

    @Test(
        "A comment behind more than a hundred others is found",
        arguments: [("github", "o/r", "github-pr:"), ("gitlab", "42", "gitlab-mr:")]
    )
    func pages(forge: String, project: String, target: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let others = (0..<230).map { index -> JSONValue in
                let length = index < 100 ? 60_000 : 1
                let text = String(repeating: "x", count: length)
                return ["login": "someone", "body": .string("\(index) \(text)")]
            }
            let own: JSONValue = ["login": "ci-bot", "body": .string("\(Self.marker)\nold")]
            try await servers.seed(forge, project, others + [own])
            let environment = environment(forge, servers)
            let result = try await servers.notify(
                SampleRuns.registered, ["--to", target], environment)
            #expect(try result.statuses() == ["sent"], "\(result.errors)")
            let comments = try servers.comments()
            #expect(comments.count == 231)
            #expect(comments.last?["edits"] == 1)
            #expect(
                try servers.requests("forge").count {
                    $0.method == "POST" && $0.path.contains("comments")
                } == 0)
        }
    }

    @Test("A comment of another's with the same beginning is left alone")
    func anotherAuthor() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let forged = "\(Self.marker)\nall is well"
            try await servers.seed(
                "github", "o/r", [["login": "mallory", "body": .string(forged)]])
            let result = try await servers.notify(
                SampleRuns.registered, ["--to", "github-pr:"], servers.github())
            #expect(try result.statuses() == ["sent"])
            let comments = try servers.comments()
            #expect(comments.count == 2)
            #expect(comments.first?["body"]?.stringValue == forged)
            #expect(comments.last?["by"] == "ci-bot")
        }
    }

    @Test(
        "The tokens of Actions and of apps know their own comments",
        arguments: ["token-actions", "token-app"]
    )
    func apps(token: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            for run in [SampleRuns.brokenData, SampleRuns.registered] {
                let result = try await servers.notify(
                    run, ["--to", "github-pr:"], servers.github(token: token))
                #expect(try result.statuses() == ["sent"], "\(result.errors)")
            }
            #expect(try servers.comments().map { $0["edits"] } == [1])
        }
    }

    @Test("Four runs at once write one comment")
    func atOnce() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<4 {
                    group.addTask {
                        let run = SampleRuns.make([SampleRuns.evaluation], id: "run-\(index)")
                        return try await servers.notify(
                            run, ["--to", "github-pr:o/r#7"], servers.github()
                        ).status
                    }
                }
                for try await status in group { #expect(status == 0) }
            }
            #expect(try servers.comments().count == 1)
        }
    }

    @Test("A look at the comment sends nothing and needs no token")
    func dryRun() async throws {
        try await withScratchDirectory { directory in
            let result = try await Tool.run(
                "mlx-notify", ["--to", "github-pr:o/r#7", "--dry-run"],
                input: SampleRuns.registered.json.canonicalText(), directory: directory,
                environment: ["MLX_SHARE": Tool.root.appending("share/mlx").string])
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.hasPrefix("To: github-pr:o/r#7\n\n\(Self.marker)\n"))
            #expect(try Files.names(in: directory).isEmpty)
        }
    }
}
