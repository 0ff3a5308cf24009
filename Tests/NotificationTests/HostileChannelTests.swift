import FileStorage
import FoundationEssentials
import Notification
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Transfer

/// Text from data can call nobody and make no markup, wherever it is shown.
@Suite("Hostile text in channels", .enabled(if: TestPython.isAvailable, TestPython.absence))
struct HostileChannelTests {
    private static let fragments = [
        "@octocat", "@org/team", "#1", "!2", "GH-3", ":smile:", "<!channel>", "<@U123>",
        "<https://evil.example|click>", "<b>", "</code>", "</pre>", "</details>", "<!-- ", "-->",
        "`", "```\n", "~~~\n", "|", "\n", "\r\n", "\n\n", "\n/merge\n", "/close", "\n# h\n", "- ",
        "[x](https://evil.example)", "![x](//evil.example/x.png)", "www.evil.example",
        "https://evil.example", "a@evil.example", "&lt;", "&", "*b*", "_i_", "~s~", "\\", "$x$",
        "{{DATE(2026-01-01T00:00:00Z)}}", "\u{202E}", "\u{0}", "\u{301}", "\u{200D}", "\u{2028}",
        "@here", "@channel", "@all", "[[x]]", "<img src=x onerror=y>", " ", "word",
    ]
    /// In each run; 25 runs have 2,000.
    private static let count = 80

    private func texts(_ generator: inout SplitMix) -> [String] {
        (0..<Self.count).map { _ in
            (0...Int.random(in: 0...5, using: &generator)).map { _ in
                Self.fragments.randomElement(using: &generator) ?? ""
            }.joined()
        }
    }

    /// A failed run that says each of the texts somewhere.
    private func run(_ texts: [String], id: String) -> Run {
        var texts = texts[...]
        func next() -> String { texts.popFirst() ?? "none" }
        var stage = SampleRuns.stage("validate", .failed, code: 1)
        stage.problem = Problem(type: "x", title: next(), detail: next(), hint: next())
        stage.checks = (0..<8).map { _ in
            var check = Check(
                id: next(), status: .failed, observed: .string(next()), expected: next(),
                message: next(), file: next(), line: 3)
            check["rows"] = [.string(next()), ["file": .string(next()), "value": .string(next())]]
            return check
        }
        var evaluation = SampleRuns.stage("eval")
        evaluation.metrics = Dictionary(
            (0..<8).map { (next() + " \($0)", 0.5) }, uniquingKeysWith: { $1 })
        var run = SampleRuns.make([evaluation, stage], id: id, model: next())
        run.metadata.ci["url"] = .string("x" + next())
        run.metadata.ci["commit"] = .string(next())
        return run
    }

    private func body(of run: Run, to target: String, _ channels: Channels) throws -> [UInt8] {
        try message(about: run, to: target, channels).body
    }

    private func message(about run: Run, to target: String, _ channels: Channels) throws
        -> ChannelMessage
    {
        guard case .channel(let target) = try NotificationTarget(target) else {
            throw NotificationError.missingTarget
        }
        let directory = Tool.root.appending("share/mlx/templates")
        let notice = try Notice(
            about: run, RunSurroundings(), reports: [],
            templates: MailTemplates(directory: directory), date: Date(), isReproducible: true)
        return try channels.message(of: notice, to: target).get()
    }

    @Test("In a comment it is neither markup, nor a mention, nor a command")
    func comments() async throws {
        let channels = Channels(
            environment: [:], spool: nil, retries: RetryPolicy(), now: Date(),
            webhookSecret: nil)
        var generator = SplitMix(seed: 7)
        let script = Tool.root.appending("Tests/ReportingTests/Fixtures/markup.py").string
        let plain = run((0..<Self.count).map { "plain\($0)" }, id: "plain")
        func read(_ run: Run) async throws -> (JSONValue, String) {
            let bytes = try body(of: run, to: "gitlab-mr:g/p!7", channels)
            // The thread's name is the model's, or its digest.
            let text = String(decoding: bytes, as: UTF8.self)
            let rest = text.drop { $0 != "\n" }
            let output = try await TestPython.run([script, "markdown"], input: String(rest))
            return (try JSONValue(parsing: output.utf8), text)
        }
        let (expected, _) = try await read(plain)
        for index in 0..<25 {
            let (found, text) = try await read(run(texts(&generator), id: "run-\(index)"))
            #expect(found["shape"] == expected["shape"], "\(text)")
            #expect(found["outside"] == expected["outside"], "\(text)")
            let lines = text.split(whereSeparator: \.isNewline)
            #expect(!lines.contains { $0.hasPrefix("/") }, "\(text)")
            #expect(lines.first?.hasPrefix("<!-- mlx-notify:") == true)
        }
    }

    @Test("Chats and webhooks take it, and call nobody")
    func chats() async throws {
        try await withScratchDirectory { directory in
            let servers = try await ChannelServers.start(in: directory)
            let spool = try Spool(root: directory.appending("spool"))
            let channels = Channels(
                environment: ["KEY": "secret"], spool: spool, retries: RetryPolicy(), now: Date(),
                webhookSecret: try SecretReference("env:KEY"))
            var generator = SplitMix(seed: 11)
            for index in 0..<25 {
                let run = run(texts(&generator), id: "run-\(index)")
                for kind in ["slack", "teams", "mattermost", "webhook"] {
                    let target = "\(kind)+\(servers.hooks)/\(kind)/a"
                    let message = try message(about: run, to: target, channels)
                    try spool.keep(message.key, message: message.body, record: [:])
                    #expect(
                        try channels.attempt(message, [:], in: spool) == .sent, "\(message.preview)"
                    )
                }
            }
        }
    }
}
