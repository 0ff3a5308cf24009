import FileStorage
import FoundationEssentials
import Notification
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

/// Messages to chats, whose addresses are secrets.
@Suite("A message to a chat", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct HookTests {
    private static let secret = "T0123-B4567-s3cr3t"

    private func variables(_ servers: ChannelServers, _ path: String) -> [String: String] {
        ["HOOK": "\(servers.hooks)/\(path)", "SIGNING": "whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw=="]
    }

    private var runs: [Run] {
        var linked = SampleRuns.registered
        linked.metadata.ci["url"] = "https://ci.example.com/job/7/?a=1&b=2"
        return [linked, SampleRuns.brokenData, SampleRuns.killed, SampleRuns.promoted()]
    }

    @Test(
        "Each service takes what it is sent, once",
        arguments: ["slack", "teams", "mattermost", "webhook"]
    )
    func taken(kind: String) async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let environment = variables(servers, "\(kind)/\(Self.secret)")
            let arguments = ["--to", "\(kind)+env:HOOK", "--webhook-secret", "env:SIGNING"]
            for (index, run) in runs.enumerated() {
                var run = run
                run.metadata.id = "run-\(index)"
                for expected in ["sent", "repeated"] {
                    let result = try await servers.notify(run, arguments, environment)
                    #expect(try result.statuses() == [expected], "\(result.errors)")
                    let all = try result.output + result.errors + servers.spooled()
                    #expect(!all.contains(Self.secret) && !all.contains("c2VjcmV0"))
                }
            }
            #expect(try servers.requests("hooks").count == runs.count)
        }
    }

    @Test("Ten sends at once make one message")
    func atOnce() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let environment = variables(servers, "slack/\(Self.secret)")
            let statuses = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await servers.notify(
                            SampleRuns.registered, ["--to", "slack+env:HOOK"], environment
                        ).statuses()
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(statuses.count { $0 == "sent" } == 1)
            #expect(statuses.count { $0 == "repeated" } == 9)
            #expect(try servers.requests("hooks").count == 1)
        }
    }

    @Test("A service that is away has the message sent by the next call")
    func deferred() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let away = try await servers.notify(
                SampleRuns.registered, ["--to", "slack+env:HOOK"],
                variables(servers, "slack/\(Self.secret)/down"), attempts: 1)
            #expect(away.status == 75, "\(away.errors)")
            #expect(away.errors.contains("hint: the message is kept"))
            #expect(try servers.names("new").count == 2)
            let closed = try await servers.notify(
                SampleRuns.registered, ["--to", "slack+env:HOOK"],
                ["HOOK": "http://127.0.0.1:1/\(Self.secret)"], attempts: 1)
            #expect(closed.status == 75 && !closed.errors.contains(Self.secret), "\(closed.errors)")
            let back = try await servers.notify(
                SampleRuns.registered, ["--to", "slack+env:HOOK"],
                variables(servers, "slack/\(Self.secret)"))
            #expect(try back.statuses() == ["sent"])
            #expect(try servers.names("new").isEmpty)
        }
    }

    @Test("What the spool has kept is all that is needed to send it")
    func kept() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let arguments = [
                "--to", "webhook+env:HOOK", "--to", "github-pr:o/down#7", "--webhook-secret",
                "env:SIGNING",
            ]
            let environment = variables(servers, "webhook/down").merging(servers.github()) { $1 }
            _ = try await servers.notify(SampleRuns.registered, arguments, environment, attempts: 1)
            let spool = try Spool(root: directory.appending("state/mlx/spool"))
            let channels = Channels(
                environment: environment.merging(variables(servers, "webhook/up")) { $1 },
                spool: spool, retries: RetryPolicy(), now: Date(), webhookSecret: nil)
            let names = try servers.names("new").filter { $0.hasSuffix(".json") }
            #expect(names.count == 2)
            for name in names {
                let key = String(name.dropLast(5))
                let path = directory.appending("state/mlx/spool/new")
                let record = try JSONValue(parsing: Files.read(path.appending(name))).objectValue
                var members = try #require(record)
                let target = try #require(members["target"]?.stringValue)
                members["target"] = .string(
                    target == "github-pr:o/down#7" ? "github-pr:o/r#7" : target)
                let body = try Files.read(path.appending("\(key).eml"))
                let message = try #require(
                    try ChannelMessage(key: key, record: members, body: body))
                #expect(try channels.attempt(message, members, in: spool) == .sent)
            }
            #expect(try servers.names("new").isEmpty)
            #expect(try servers.comments().count == 1)
            #expect(try servers.requests("hooks").last?.path == "/webhook/up")
        }
    }

    @Test("A limit of rates is waited for")
    func busy() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let result = try await servers.notify(
                SampleRuns.registered, ["--to", "mattermost+\(servers.hooks)/mattermost/busy"])
            #expect(try result.statuses() == ["sent"], "\(result.errors)")
            #expect(
                try result.deliveries().first?["target"]?.stringValue
                    == "mattermost+\(servers.hooks)/…")
        }
    }
}
