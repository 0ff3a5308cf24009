import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The verdict beside a commit.
@Suite("The status of a commit", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct CommitStatusTests {
    @Test("GitHub, GitLab and Gitea have their own words for it")
    func forges() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            var killed = SampleRuns.killed
            killed.metadata.id = "killed"
            killed.metadata.ci["url"] = "https://ci.example.com/7"
            let cases = [
                ("github", servers.github(), SampleRuns.registered, "success"),
                ("github", servers.github(), SampleRuns.brokenData, "failure"),
                ("github", servers.github(), killed, "error"),
                ("gitlab", servers.gitlab(), SampleRuns.brokenData, "failed"),
                ("gitea", servers.gitea(), SampleRuns.registered, "success"),
            ]
            for (forge, environment, run, state) in cases {
                let result = try await servers.notify(
                    run, ["--to", "\(forge)-status:"], environment)
                #expect(try result.statuses() == ["sent"], "\(result.errors)")
                #expect(try servers.statuses().last?["state"]?.stringValue == state)
            }
            let statuses = try servers.statuses()
            #expect(statuses[0]["context"] == "mlx/penguins")
            #expect(statuses[0]["description"] == "penguins 2 passed")
            #expect(statuses[2]["target_url"] == "https://ci.example.com/7")
            #expect(statuses[3]["name"] == "mlx/penguins" && statuses[3]["project"] == "9")
        }
    }

    @Test("While an approval is awaited, it is pending; GitLab takes that once")
    func pending() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            for (id, expected) in [("first", "sent"), ("second", "repeated")] {
                var run = SampleRuns.make([SampleRuns.evaluation], id: id)
                run.status.phase = .awaitingApproval
                let result = try await servers.notify(
                    run, ["--to", "gitlab-status:"], servers.gitlab())
                #expect(try result.statuses() == [expected], "\(result.errors)")
            }
            #expect(try servers.statuses().map { $0["state"] } == ["pending"])
        }
    }

    @Test("The same status is set once")
    func once() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let commit = String(repeating: "C", count: 40)
            for expected in ["sent", "repeated"] {
                let result = try await servers.notify(
                    SampleRuns.registered, ["--to", "github-status:o/r@\(commit)"],
                    servers.github())
                #expect(try result.statuses() == [expected], "\(result.errors)")
            }
            #expect(
                try servers.statuses().map { $0["commit"]?.stringValue } == [commit.lowercased()])
        }
    }

    @Test("On a pull request it stands beside the head, not beside the merge")
    func head() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let head = String(repeating: "d", count: 40)
            let event = directory.appending("event.json")
            let text = #"{"pull_request": {"number": 7, "head": {"sha": "\#(head)"}}}"#
            try Files.write(event, Array(text.utf8))
            var environment = servers.github()
            environment["GITHUB_EVENT_PATH"] = event.string
            _ = try await servers.notify(
                SampleRuns.registered, ["--to", "github-status:"], environment)
            #expect(try servers.statuses().first?["commit"]?.stringValue == head)
        }
    }

    @Test("A long name is cut to what the forges take")
    func long() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let model = String(repeating: "ü", count: 300)
            let run = SampleRuns.make([SampleRuns.evaluation], model: model)
            let result = try await servers.notify(
                run, ["--to", "github-status:"], servers.github())
            #expect(try result.statuses() == ["sent"], "\(result.errors)")
        }
    }
}
