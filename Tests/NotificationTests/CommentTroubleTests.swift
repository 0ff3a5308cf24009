import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Comments that cannot be written now, at all, or as a whole.
@Suite("A comment in trouble", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct CommentTroubleTests {
    @Test(
        "What a forge refuses is said, and what to do about it",
        arguments: [
            ("token-read", "o/r", 77, "workflow_run", "refused"),
            ("token-wrong", "o/r", 77, "GITHUB_TOKEN or GH_TOKEN is not valid", "refused"),
            ("token-write", "o/missing", 69, "it is not there, or the token", "refused"),
            ("token-write", "o/gone", 69, "This issue was deleted", "refused"),
            ("token-write", "o/elsewhere", 77, "next page at another server", "refused"),
            ("token-write", "o/exhausted", 75, "API rate limit exceeded", "deferred"),
            ("token-write", "o/down", 75, "answered 503", "deferred"),
        ]
    )
    func refusals(
        token: String, project: String, status: Int, words: String, delivery: String
    ) async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let result = try await servers.notify(
                SampleRuns.registered, ["--to", "github-pr:"],
                servers.github(token: token, repository: project), attempts: 1)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(result.errors.contains("'github-pr:\(project)#7'"), "\(result.errors)")
            let all = try result.output + result.errors + servers.spooled()
            #expect(!all.contains(token))
            let folder = delivery == "deferred" ? "new" : "failed"
            #expect(try servers.names(folder).count == 2)
            #expect(try servers.comments().isEmpty)
        }
    }

    @Test(
        "A short limit of rates is waited for",
        arguments: ["o/secondary", "o/busy"]
    )
    func limits(project: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let result = try await servers.notify(
                SampleRuns.registered, ["--to", "github-pr:"], servers.github(repository: project))
            #expect(try result.statuses() == ["sent"], "\(result.errors)")
            #expect(try servers.comments().count == 1)
        }
    }

    @Test("A kept comment gives way to a newer one")
    func keptComment() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            for run in [SampleRuns.brokenData, SampleRuns.registered] {
                _ = try await servers.notify(
                    run, ["--to", "github-pr:o/down#7"], servers.github(), attempts: 1)
            }
            let names = try servers.names("new")
            #expect(names.count == 2)
            let body = try #require(names.first { $0.hasSuffix(".eml") })
            let kept = try Files.read(directory.appending("state/mlx/spool/new/\(body)"))
            #expect(String(decoding: kept, as: UTF8.self).contains("penguins 2 passed"))
        }
    }

    @Test("A run of no change is not told, which is no error")
    func noChange() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            var push = servers.github()
            push["GITHUB_REF"] = "refs/heads/main"
            let result = try await servers.notify(
                SampleRuns.registered, ["--to", "github-pr:"], push)
            #expect(result.status == 0, "\(result.errors)")
            let delivery = try #require(try result.deliveries().first)
            #expect(delivery["status"] == "skipped")
            #expect(delivery["reason"] == "the run belongs to no pull request")
            #expect(try servers.requests("forge").isEmpty)
        }
    }

    @Test("The change is found in the event's file, and in the run document")
    func whereTheChangeIs() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let event = directory.appending("event.json")
            try Files.write(event, Array(#"{"pull_request": {"number": 7}}"#.utf8))
            var environment = servers.github()
            environment["GITHUB_REF"] = "refs/heads/main"
            var run = SampleRuns.registered
            run.metadata.ci = ["provider": "github", "change": 8]
            let second = try await servers.notify(run, ["--to", "github-pr:"], environment)
            #expect(try second.deliveries().first?["target"] == "github-pr:o/r#8")
            environment["GITHUB_EVENT_PATH"] = event.string
            let first = try await servers.notify(run, ["--to", "github-pr:"], environment)
            #expect(try first.deliveries().first?["target"] == "github-pr:o/r#7")
        }
    }

    @Test("A report longer than a comment is cut, with everything closed")
    func long() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            var stage = SampleRuns.stage("validate", .failed, code: 1)
            stage.checks = (0..<8).map { index in
                var check = Check(id: "check\(index)", status: .failed, observed: "x")
                let value = String(repeating: "<@&", count: 200)
                check["rows"] = .array((0..<5).map { _ in .string(value) })
                return check
            }
            var run = SampleRuns.make([stage])
            run.metadata.ci["url"] = "https://ci.example.com/7"
            let result = try await servers.notify(run, ["--to", "github-pr:"], servers.github())
            #expect(try result.statuses() == ["sent"], "\(result.errors)")
            let body = try #require(try servers.comments().first?["body"]?.stringValue)
            #expect(body.utf8.count <= 65_536 && body.utf8.count > 60_000)
            #expect(body.hasSuffix("[Open the build](<https://ci.example.com/7>)\n"))
            for element in ["details", "pre"] {
                let opened = body.split(separator: "<\(element)>").count
                #expect(opened == body.split(separator: "</\(element)>").count)
            }
        }
    }

    @Test("The token of one forge does not go to another")
    func otherToken() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            var outside = servers.github()
            outside["GITEA_SERVER_URL"] = "\(servers.forge)/gitea"
            var inside = servers.gitea()
            inside["GITHUB_API_URL"] = "\(servers.forge)/github"
            for (target, environment) in [
                ("gitea-pr:o/r#7", outside), ("github-pr:o/r#7", inside),
            ] {
                let result = try await servers.notify(
                    SampleRuns.registered, ["--to", target], environment)
                #expect(result.status == 77, "\(result.errors)")
                #expect(result.errors.contains("no token for Git"), "\(result.errors)")
            }
            #expect(try servers.requests("forge").isEmpty)
        }
    }
}
