import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-notify` as it stands at the end of a pipe.
@Suite("mlx-notify")
struct NotifyToolTests {
    private func notify(
        _ run: Run,
        _ arguments: [String],
        in directory: FilePath,
        environment: [String: String] = [:]
    ) async throws -> ToolResult {
        try await Tool.run(
            "mlx-notify",
            arguments,
            input: run.json.canonicalText(),
            directory: directory,
            environment: [
                "MLX_SHARE": Tool.root.appending("share/mlx").string,
                "XDG_STATE_HOME": directory.appending("state").string,
                "SOURCE_DATE_EPOCH": "1795000000",
            ].merging(environment) { $1 }
        )
    }

    private func mails(_ box: FilePath) throws -> [[UInt8]] {
        guard Files.isDirectory(box) else { return [] }
        return try Files.names(in: box.appending("new"))
            .map { try Files.read(box.appending("new").appending($0)) }
    }

    /// The decoded text and HTML of a mail.
    private func decode(_ mail: [UInt8]) async throws -> (text: String, html: String) {
        let program = """
            import email, email.policy, json, sys
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            parts = [m.get_body((kind,)).get_content() for kind in ("plain", "html")]
            json.dump(parts, sys.stdout)
            """
        let output = try await TestPython.run(
            ["-c", program],
            input: String(decoding: mail, as: UTF8.self)
        )
        let parts = try #require(JSONValue(parsing: output).arrayValue).compactMap(\.stringValue)
        return (parts[0], parts[1])
    }

    @Test(
        "The mail about a registered version",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func registered() async throws {
        try await withScratchDirectory { directory in
            let result = try await notify(
                SampleRuns.registered,
                ["--to", "file:box"],
                in: directory
            )
            #expect(result.status == 0, "\(result.errors)")
            let stage = try #require(try result.document().stage(named: "notify"))
            #expect(stage.status == .passed)
            #expect(stage.details["deliveries"]?.arrayValue?.first?["status"] == "sent")
            let mail = try #require(try mails(directory.appending("box")).first)
            let (text, html) = try await decode(mail)
            let lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmed }
            #expect(lines.first == "penguins 2 passed")
            #expect(lines.contains("mlx-promote penguins@2"))
            #expect(lines.contains("accuracy: 0.97 -> 0.9812, +0.0112 (+1.2 %), better"))
            #expect(lines.contains("log_loss: 0.1 -> 0.11, +0.01 (+10.0 %), worse"))
            #expect(html.contains(">mlx-promote penguins@2</pre>"))
        }
    }

    @Test(
        "A failed run: its own exit status, and a mail that says what broke and where",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func failed() async throws {
        try await withScratchDirectory { directory in
            let result = try await notify(
                SampleRuns.brokenData,
                ["--to", "file:box"],
                in: directory
            )
            #expect(result.status == 1, "\(result.errors)")
            let run = try result.document()
            #expect(run.status.failedStage == "validate" && run.status.exitCode == 1)
            #expect(run.stage(named: "notify")?.status == .passed)
            let mail = try #require(try mails(directory.appending("box")).first)
            let (text, html) = try await decode(mail)
            for part in [
                "What broke: the stage 'validate'", "species.enum", "data/train.csv, line 12",
                "expected: Adelie, Chinstrap or Gentoo", "species = '<b>&\"''",
            ] {
                #expect(text.contains(part))
            }
            #expect(html.contains("species = &#39;&lt;b&gt;&amp;&quot;&#39;&#39;"))
            #expect(!html.contains("<b>"))
        }
    }

    @Test(
        "Text from data adds no element and no attribute to the HTML",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func hostileText() async throws {
        let hostile = [
            "<script>x</script>", "\"\u{301} onclick=\"\u{301}x", "<\u{200D}img src=x>",
            "'\u{20DD}>",
            "\u{600}<script>", "{{{headline}}}", "&lt;", "\u{202E}abc", "a\u{0}b",
        ]
        func run(_ text: String) -> Run {
            var stage = SampleRuns.stage("validate", .failed, code: 1)
            var check = Check(
                id: text,
                status: .failed,
                observed: .string(text),
                expected: text,
                message: text,
                file: text
            )
            check["rows"] = [.string(text)]
            stage.checks = [check]
            stage.problem = Problem(type: "x", title: text, detail: text, hint: text)
            stage.metrics = [text: 1]
            return SampleRuns.make([stage])
        }
        let count = """
            import html.parser, sys
            class P(html.parser.HTMLParser):
                def handle_starttag(self, tag, attrs): print(tag, sorted(a for a, _ in attrs))
            P().feed(sys.stdin.read())
            """
        try await withScratchDirectory { directory in
            func skeleton(_ text: String, _ box: String) async throws -> String {
                let result = try await notify(run(text), ["--to", "file:\(box)"], in: directory)
                try #require(result.status == 1, "\(result.errors)")
                let mail = try #require(try mails(directory.appending(box)).first)
                let html = try await decode(mail).html
                return try await TestPython.run(["-c", count], input: html)
            }
            let plain = try await skeleton("plain", "plain")
            #expect(plain.contains("table"))
            for (index, text) in hostile.enumerated() {
                #expect(
                    try await skeleton(text, "box\(index)") == plain,
                    "\(text.debugDescription)"
                )
            }
        }
    }

    @Test("The same run makes the same bytes, but for its durations")
    func reproducible() async throws {
        try await withScratchDirectory { directory in
            var other = SampleRuns.registered
            for index in other.stages.indices { other.stages[index].durationMs = 99 }
            let arguments = [
                "--to", "mailto:owner@example.com", "--from", "Ci <ci@example.com>", "--dry-run",
            ]
            let first = try await notify(SampleRuns.registered, arguments, in: directory)
            let second = try await notify(other, arguments, in: directory)
            #expect(first.status == 0)
            #expect(first.errors.hasPrefix("Date: Wed, 18 Nov 2026 11:06:40 +0000\r\n"))
            #expect(first.errors == second.errors)
            let third = try await notify(SampleRuns.promoted(), arguments, in: directory)
            #expect(first.errors != third.errors)
            #expect(try Files.names(in: directory).isEmpty)
        }
    }

    @Test("When there was nothing to do, nobody is told")
    func nothingToDo() async throws {
        try await withScratchDirectory { directory in
            var run = SampleRuns.make([SampleRuns.stage("trigger", .skipped, code: 1)])
            run.spec["pipeline"] = "none"
            let result = try await notify(run, ["--to", "file:box"], in: directory)
            #expect(result.status == 1)
            #expect(try result.document().stage(named: "notify")?.status == .skipped)
            #expect(try mails(directory.appending("box")).isEmpty)
        }
    }

    @Test("Empty input: the mail names the stage that died, the exit status is 65")
    func emptyInput() async throws {
        try await withScratchDirectory { directory in
            let result = try await Tool.shell(
                "true | mlx-notify --to file:box",
                directory: directory,
                environment: ["MLX_SHARE": Tool.root.appending("share/mlx").string]
            )
            #expect(result.status == 65)
            #expect(try result.document().status.failedStage == "input")
            #expect(try mails(directory.appending("box")).count == 1)
        }
    }

    @Test(
        "Mail over STARTTLS with a password from the environment, once however often it is asked for",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func mailServer() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let arguments = [
                "--to", "mailto:owner@example.com", "--from", "ci@example.com", "--smtp",
                try servers.url("starttls", scheme: "smtp"), "--smtp-user", "mailer",
                "--smtp-password", "env:SECRET", "--smtp-ca", servers.authorities.string,
                "--attempts", "1",
            ]
            func send(_ password: String, _ run: Run) async throws -> ToolResult {
                let environment = ["SECRET": password]
                let result = try await notify(
                    run,
                    arguments,
                    in: directory,
                    environment: environment
                )
                #expect(!result.output.contains(password) && !result.errors.contains(password))
                return result
            }
            let wrong = try await send("hunter2", SampleRuns.registered)
            #expect(wrong.status == 77)
            #expect(wrong.errors.contains("nothing reached 'mailto:owner@example.com'"))
            #expect(try wrong.document().status.failedStage == "notify")
            let failedRun = try await send("hunter2", SampleRuns.brokenData)
            #expect(failedRun.status == 1)
            #expect(try failedRun.document().stage(named: "notify")?.status == .error)
            #expect(try servers.received().isEmpty)
            for expected in ["sent", "repeated"] {
                let result = try await send("s3cr3t: é", SampleRuns.registered)
                #expect(result.status == 0, "\(result.errors)")
                let stage = try #require(try result.document().stage(named: "notify"))
                #expect(
                    stage.details["deliveries"]?.arrayValue?.first?["status"]?.stringValue
                        == expected
                )
            }
            #expect(try servers.received().map(\.recipients) == [["owner@example.com"]])
        }
    }

    @Test(
        "A server that is away: exit status 75, and the message is kept",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func serverAway() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let arguments = [
                "--to", "mailto:owner@example.com", "--to", "file:box", "--from", "ci@example.com",
                "--smtp", try servers.url("closed", scheme: "smtps"), "--attempts", "1",
            ]
            let result = try await notify(SampleRuns.registered, arguments, in: directory)
            #expect(result.status == 75)
            #expect(result.errors.contains("mailto:owner@example.com"))
            #expect(result.errors.contains("hint: the message is kept"))
            #expect(try Files.names(in: directory.appending("state/mlx/spool/new")).count == 2)
            // The other target has its mail all the same.
            #expect(try mails(directory.appending("box")).count == 1)
            let failed = try await notify(SampleRuns.brokenData, arguments, in: directory)
            #expect(failed.status == 1)
        }
    }

    @Test(
        "What cannot work is said before anything is sent",
        arguments: [
            ([], 78, "nobody is named"), (["--to", "owner@example.com"], 64, "mailto:ADDRESS"),
            (["--to", "slack:x"], 64, "slack:…"),
            (
                ["--to", "file:box", "--to", "mailto:o@e.com", "--from", "a@b"], 78,
                "no mail server"
            ),
            (["--to", "mailto:o@example.com", "--smtp", "smtps://h"], 78, "no sender"),
            (["--to", "mailto:o@e.com", "--smtp", "http://h", "--from", "a@b"], 64, "smtps://"),
            (
                [
                    "--to", "mailto:o@e.com", "--smtp", "smtp://h", "--smtp-user", "u", "--from",
                    "a@b",
                ],
                77, "no password"
            ),
            (
                [
                    "--to", "mailto:o@e.com", "--smtp", "smtp://h", "--smtp-user", "u",
                    "--smtp-password", "hunter2", "--from", "a@b",
                ], 77, "neither env:NAME nor file:PATH"
            ),
            (["--to", "file:box", "--templates", "nowhere"], 66, "nowhere"),
            (["--to", "file:/dev/null/box"], 73, "/dev/null/box"),
            (["--to", "file:box", "--from", "a@b\r\nBcc: c@d"], 65, "'address'"),
        ] as [([String], Int, String)]
    )
    func refused(arguments: [String], status: Int, words: String) async throws {
        try await withScratchDirectory { directory in
            let result = try await notify(SampleRuns.registered, arguments, in: directory)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(words), "\(result.errors)")
            #expect(!result.errors.contains("hunter2") && !result.output.contains("hunter2"))
            #expect(!Files.exists(directory.appending("box")))
        }
    }

    @Test("A model whose name would begin a header is refused")
    func hostileModel() async throws {
        try await withScratchDirectory { directory in
            let run = SampleRuns.make([], model: "a\nBcc: x@example.com")
            let result = try await notify(run, ["--to", "file:box"], in: directory)
            #expect(result.status == 65, "\(result.errors)")
            #expect(try mails(directory.appending("box")).isEmpty)
        }
    }

    @Test("A run whose name would begin a header is reported as no document")
    func hostileRun() async throws {
        try await withScratchDirectory { directory in
            let run = SampleRuns.make([], id: "a\r\nBcc: x@example.com")
            let result = try await notify(run, ["--to", "file:box"], in: directory)
            #expect(result.status == 65, "\(result.errors)")
            let mails = try mails(directory.appending("box"))
            #expect(mails.count == 1)
            #expect(!mails.contains { "\($0)".contains("\nBcc:") })
        }
    }

    @Test("Each target is told of what it asks for")
    func rules() async throws {
        try await withScratchDirectory { directory in
            let project = """
                apiVersion: mlx/v1
                kind: Pipeline
                model: penguins
                notify:
                  to:
                    - file:all
                    - {target: file:trouble, on: failure}
                    - {target: file:back, on: [recovered, rolled-back]}
                    - {target: file:live, on: promoted}
                """
            try Files.write(directory.appending("mlx.yaml"), project.utf8)
            func tell(_ run: Run, _ id: String) async throws {
                var run = run
                run.metadata.id = id
                let result = try await notify(run, [], in: directory)
                #expect(result.errors.contains("told") || id == "none", "\(result.errors)")
            }
            func counts() throws -> [Int] {
                try ["all", "trouble", "back", "live"].map {
                    try mails(directory.appending($0)).count
                }
            }
            try await tell(SampleRuns.registered, "a")
            #expect(try counts() == [1, 0, 0, 0])
            try await tell(SampleRuns.brokenData, "b")
            #expect(try counts() == [2, 1, 0, 0])
            try await tell(SampleRuns.registered, "c")
            #expect(try counts() == [3, 1, 1, 0])
            // Told once more, it is still the success after the failure; another one is not.
            try await tell(SampleRuns.registered, "c")
            try await tell(SampleRuns.registered, "d")
            #expect(try counts() == [4, 1, 1, 0])
            try await tell(SampleRuns.promoted(), "e")
            try await tell(SampleRuns.promoted(action: "rollback"), "f")
            #expect(try counts() == [6, 1, 2, 1])
        }
    }

    @Test(
        "What a target cannot ask for is said with its line",
        arguments: [
            ("{target: file:box, on: [faliure]}", "did you mean 'failure'"),
            ("{on: failure}", "has no 'target'"), ("{target: file:box, when: x}", "unknown key"),
        ]
    )
    func brokenRules(rule: String, words: String) async throws {
        try await withScratchDirectory { directory in
            let project = """
                apiVersion: mlx/v1
                kind: Pipeline
                notify:
                  to:
                    - \(rule)
                """
            try Files.write(directory.appending("mlx.yaml"), project.utf8)
            let result = try await notify(SampleRuns.registered, [], in: directory)
            #expect(result.status == 78, "\(result.errors)")
            #expect(result.errors.contains("mlx.yaml:5") && result.errors.contains(words))
        }
    }

    @Test("A broken project file: the mail says so, to whom its notify section names")
    func brokenProject() async throws {
        try await withScratchDirectory { directory in
            let project = """
                apiVersion: mlx/v1
                kind: Pipeline
                model: penguins
                data: {train: train.csv}
                evaluation: {gates: []}
                notify: {to: "file:box"}
                """
            try Files.write(directory.appending("mlx.yaml"), project.utf8)
            let script = "mlx-validate | mlx-train | mlx-notify"
            let result = try await Tool.shell(
                script, directory: directory,
                environment: ["MLX_SHARE": Tool.root.appending("share/mlx").string])
            #expect(result.status == 78, "\(result.errors)")
            let mail = try #require(try mails(directory.appending("box")).first)
            #expect(String(decoding: mail, as: UTF8.self).contains("failed at validate"))
        }
    }

    @Test(
        "Pages of the stages are attached, but none that the document only claims",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func reports() async throws {
        try await withScratchDirectory { directory in
            let page = Array("<p>report</p>".utf8)
            try Files.write(directory.appending("eval.html"), page)
            try Files.write(directory.appending("secret"), Array("secret".utf8))
            var run = SampleRuns.registered
            run.stages[2].artifacts = [
                Artifact(
                    name: "report-page", uri: "eval.html", mediaType: "text/html",
                    digest: Digest(of: page).description),
                Artifact(name: "x", uri: "secret", mediaType: "text/html"),
                Artifact(
                    name: "x", uri: "secret", mediaType: "text/html",
                    digest: Digest(of: page).description),
            ]
            let result = try await notify(run, ["--to", "file:box"], in: directory)
            #expect(result.errors.contains("'secret' is not attached: it was changed since"))
            let mail = try #require(try mails(directory.appending("box")).first)
            let program = """
                import email, email.policy, sys
                m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
                for p in m.walk():
                    print(p.get_content_type(), p.get_content_disposition(), p.get_filename(), len(p.defects))
                """
            let parts = try await TestPython.run(
                ["-c", program], input: String(decoding: mail, as: UTF8.self))
            #expect(
                parts == """
                    multipart/mixed None None 0
                    multipart/related None None 0
                    multipart/alternative None None 0
                    text/plain None None 0
                    text/html None None 0
                    image/png inline None 0
                    image/png inline None 0
                    application/json attachment run.json 0
                    text/html attachment eval.html 0

                    """)
        }
    }

    @Test("The link to approve of a run comes from the environment")
    func approvalLink() async throws {
        try await withScratchDirectory { directory in
            let result = try await notify(
                SampleRuns.registered, ["--to", "file:box", "--preview", "preview", "--in", "-"],
                in: directory,
                environment: ["MLX_APPROVAL_URL": "https://ci.example.com/input?a=1&b=2"])
            #expect(result.status == 0, "\(result.errors)")
            let html = try Files.read(directory.appending("preview/run.html"))
            #expect(
                String(decoding: html, as: UTF8.self)
                    .contains("href=\"https://ci.example.com/input?a=1&amp;b=2\""))
        }
    }

    @Test("A message on standard output, where no document stands")
    func standardOutput() async throws {
        try await withScratchDirectory { directory in
            let refused = try await notify(
                SampleRuns.registered, ["--to", "file:-"], in: directory)
            #expect(refused.status == 64)
            let arguments = ["--to", "file:-", "--out", "run.json"]
            let result = try await notify(SampleRuns.registered, arguments, in: directory)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasPrefix("Date: Wed, 18 Nov 2026 11:06:40 +0000\r\nFrom: "))
            #expect(Files.exists(directory.appending("run.json")))
        }
    }

    @Test("A preview: a page and a text of each sample; a name that means nothing is found")
    func preview() async throws {
        try await withScratchDirectory { directory in
            let environment = ["MLX_SHARE": Tool.root.appending("share/mlx").string]
            func preview(_ arguments: [String]) async throws -> ToolResult {
                try await Tool.run(
                    "mlx-notify", arguments + ["--preview", "out"], directory: directory,
                    environment: environment)
            }
            let standard = try await preview([])
            #expect(standard.status == 0 && standard.output.isEmpty, "\(standard.errors)")
            let samples = try Files.names(in: Tool.root.appending("share/mlx/templates/samples"))
            #expect(samples.count >= 7)
            #expect(try Files.names(in: directory.appending("out")).count == 2 * samples.count)
            let page = try Files.read(directory.appending("out/success.html"))
            #expect(!String(decoding: page, as: UTF8.self).contains("cid:"))
            try Files.makeDirectory(directory.appending("own"))
            let text = "{{! A comment. }}\n{{headline}} {{#failure}}{{detial}}{{/failure}}\n"
            for name in ["mail.txt.mustache", "mail.html.mustache"] {
                try Files.write(directory.appending("own/\(name)"), text.utf8)
            }
            let own = try await preview(["--templates", "own"])
            #expect(own.status == 1)
            #expect(own.errors.contains("mail.txt.mustache:2: 'detial' is nothing"))
            #expect(own.errors.contains("did you mean 'detail'?"))
            try Files.replace(
                directory.appending("own/mail.html.mustache"), with: "{{#a}}".utf8)
            #expect(try await preview(["--templates", "own"]).status == 78)
        }
    }

    @Test(
        "Ten tools at once send one mail",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func tenAtOnce() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            let arguments = try mailArguments(servers)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await notify(
                            SampleRuns.registered, arguments, in: directory,
                            environment: ["SECRET": "s3cr3t: é"]
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 0, count: 10))
            #expect(try servers.received().count == 1)
            #expect(try Files.names(in: directory.appending("state/mlx/spool/lock")).isEmpty)
        }
    }

    private func mailArguments(_ servers: MailServers) throws -> [String] {
        [
            "--to", "mailto:owner@example.com", "--from", "ci@example.com", "--smtp",
            try servers.url("starttls", scheme: "smtp"), "--smtp-user", "mailer",
            "--smtp-password", "env:SECRET", "--smtp-ca", servers.authorities.string,
            "--attempts", "1",
        ]
    }

    @Test(
        "Killed at any time: run again, the mail is there, with one Message-ID",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func killed() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            try Files.write(
                directory.appending("run.json"), SampleRuns.registered.json.canonicalText().utf8)
            let words = try mailArguments(servers).map { "'\($0)'" }.joined(separator: " ")
            var generator = SplitMix(seed: 11)
            for number in 0..<30 {
                let pause = Double.random(in: 0...0.03, using: &generator)
                let result = try await Tool.shell(
                    """
                    sed 's/01JD/RUN\(number)/' run.json > in.json
                    mlx-notify --in in.json --out /dev/null \(words) 2>/dev/null &
                    sleep \(pause)
                    kill -9 $! 2>/dev/null || true
                    wait
                    mlx-notify --in in.json --out /dev/null \(words)
                    """, directory: directory,
                    environment: [
                        "SECRET": "s3cr3t: é", "XDG_STATE_HOME": "\(directory)/state",
                        "MLX_SHARE": Tool.root.appending("share/mlx").string,
                    ])
                #expect(result.status == 0, "\(result.errors)")
            }
            var identifiers: [String: Set<String>] = [:]
            for mail in try servers.received() {
                let lines = String(decoding: mail.content, as: UTF8.self).split(separator: "\r\n")
                let run = lines.first { $0.hasPrefix("X-MLX-Run:") }
                let identifier = lines.first { $0.hasPrefix("Message-ID:") }
                identifiers[String(run ?? ""), default: []].insert(String(identifier ?? ""))
            }
            #expect(identifiers.count == 30)
            #expect(identifiers.values.allSatisfy { $0.count == 1 })
            #expect(try Files.names(in: directory.appending("state/mlx/spool/new")).isEmpty)
        }
    }

    @Test(
        "What could not be sent is sent by --flush",
        .enabled(if: TestPython.isAvailable, TestPython.absence)
    )
    func flush() async throws {
        try await withScratchDirectory { directory in
            let servers = try await MailServers.start(in: directory)
            func run(_ arguments: [String], input: Run? = nil) async throws -> ToolResult {
                try await Tool.run(
                    "mlx-notify", arguments, input: input?.json.canonicalText(),
                    directory: directory,
                    environment: [
                        "MLX_SHARE": Tool.root.appending("share/mlx").string,
                        "XDG_STATE_HOME": directory.appending("state").string,
                        "SECRET": "s3cr3t: é",
                    ])
            }
            #expect(try await run(["--flush"]).errors.contains("nothing waits"))
            let away = [
                "--to", "mailto:owner@example.com", "--from", "ci@example.com", "--smtp",
                try servers.url("closed", scheme: "smtp"), "--attempts", "1",
            ]
            #expect(try await run(away, input: SampleRuns.registered).status == 75)
            #expect(try await run(["--flush"]).status == 75)
            let server = Array(try mailArguments(servers)[4..<12])
            let result = try await run(["--flush"] + server)
            #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
            #expect(result.errors.contains("told 'mailto:owner@example.com'"))
            #expect(try servers.received().count == 1)
            #expect(try await run(["--flush", "--to", "file:box"]).status == 64)
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
