import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-trigger --start`, at a server that answers as Jenkins, GitHub and GitLab do.
@Suite("mlx-trigger --start")
struct TriggerStartTests: TriggerProject {
    private static let token = "ci:s3cret+token"

    /// What the server saw of a start of a new training.
    private struct Outcome {
        let status: Int
        let errors: String
        let requests: [JSONValue]
        let started: JSONValue?
    }

    private func start(
        _ system: String, _ path: String, changed: String = "data/new"
    ) async throws -> Outcome {
        var outcome: Outcome?
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            let server = directory.appending("server")
            try Files.makeDirectory(server)
            let program = Tool.root.appending("Tests/Servers/cihost.py")
            let begun = try await Tool.shell("python3 -B '\(program)' '\(server)'")
            try #require(begun.status == 0, "\(begun.errors)")
            let port = String(
                decoding: try Files.read(server.appending("port")), as: UTF8.self)
            let result = try await Tool.run(
                "mlx-trigger",
                [
                    "--changed-files", "-", "--run-id", "run-1", "--start", system,
                    "--start-url", "http://127.0.0.1:\(port)/\(path)", "--start-token",
                    "env:START_TOKEN",
                ], input: changed, directory: directory,
                environment: ["START_TOKEN": Self.token])
            #expect(!"\(result.output)\(result.errors)".contains("s3cret"))
            let log = server.appending("requests.jsonl")
            let lines = Files.exists(log) ? try Files.read(log).split(separator: 0x0A) : []
            outcome = Outcome(
                status: result.status, errors: result.errors,
                requests: try lines.map { try JSONValue(parsing: $0) },
                started: try result.document().stages.first?.details["started"])
        }
        return try #require(outcome)
    }

    private static let form =
        "MLX_CHANGED=data&MLX_PIPELINE=retrain&MLX_REASON=the%20data%20changed%3A%20data%2Fnew"
        + "&MLX_STARTED_BY=run-1"

    @Test("Jenkins builds the job with parameters, and says where it queues")
    func jenkins() async throws {
        let outcome = try await start("jenkins", "jenkins/job/penguins/")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.started == "https://jenkins.example.com/queue/item/7/")
        let request = try #require(outcome.requests.first)
        #expect(outcome.requests.count == 1)
        #expect(request["method"] == "POST")
        #expect(request["path"] == "/jenkins/job/penguins/buildWithParameters")
        #expect(request["headers"]?["authorization"] == "Basic Y2k6czNjcmV0K3Rva2Vu")
        #expect(request["headers"]?["content-type"] == "application/x-www-form-urlencoded")
        #expect(request["body"]?.stringValue == Self.form)
    }

    @Test("A crumb is fetched if it is asked for, with its session")
    func crumb() async throws {
        let outcome = try await start("jenkins", "crumb/job/penguins")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.requests.map { $0["method"] } == ["POST", "GET", "POST"])
        let last = try #require(outcome.requests.last?["headers"])
        #expect(last["jenkins-crumb"] == "c1")
        #expect(last["cookie"] == "JSESSIONID.1=s1")
    }

    @Test("GitHub gets a repository_dispatch of the type that its workflows wait for")
    func gitHub() async throws {
        let outcome = try await start("github", "github/repos/o/r")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.started == true)
        let request = try #require(outcome.requests.first)
        #expect(request["path"] == "/github/repos/o/r/dispatches")
        #expect(request["headers"]?["authorization"] == "Bearer ci:s3cret+token")
        #expect(request["headers"]?["x-github-api-version"] == "2022-11-28")
        #expect(request["headers"]?["accept"] == "application/vnd.github+json")
        let body = try JSONValue(parsing: (request["body"]?.stringValue ?? "").utf8)
        #expect(body["event_type"] == "dataset-updated")
        #expect(
            body["client_payload"] == [
                "MLX_CHANGED": "data", "MLX_PIPELINE": "retrain",
                "MLX_REASON": "the data changed: data/new", "MLX_STARTED_BY": "run-1",
            ])
        let tests = try await start("github", "github/repos/o/r", changed: "model_tests/a")
        #expect(tests.requests.first?["body"]?.stringValue?.contains("tests-updated") == true)
        let code = try await start("github", "github/repos/o/r", changed: "src/a")
        #expect(code.requests.first?["body"]?.stringValue?.contains("code-updated") == true)
    }

    @Test("GitLab gets the token and the variables in a form")
    func gitLab() async throws {
        let path = "gitlab/api/v4/projects/9/ref/main/trigger/pipeline"
        let outcome = try await start("gitlab", path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.started == "https://gitlab.example.com/p/-/pipelines/9")
        let request = try #require(outcome.requests.first)
        #expect(request["path"]?.stringValue == "/\(path)")
        #expect(request["headers"]?["authorization"] == nil)
        let body = request["body"]?.stringValue ?? ""
        #expect(body.hasPrefix("token=ci%3As3cret%2Btoken&variables%5BMLX_CHANGED%5D=data&"))
    }

    @Test(
        "A refusal is an error with a hint, asked once",
        arguments: [
            ("github", "401", 77, "write access"), ("github", "404", 69, "repos/OWNER/NAME"),
            ("github", "422", 65, "because"), ("gitlab", "404", 69, "pipeline triggers"),
            ("jenkins", "400", 65, "must have the string parameters"),
            ("jenkins", "404", 69, "of the job"),
            ("github", "500", 75, "status 500"), ("github", "drop", 75, "broke off"),
            ("jenkins", "401", 77, "Job/Build"),
        ])
    func refused(system: String, path: String, status: Int, hint: String) async throws {
        let outcome = try await start(system, path)
        #expect(outcome.status == status)
        #expect(outcome.errors.contains(hint), "\(outcome.errors)")
        #expect(outcome.requests.count == 1, "what may be done must not be done twice")
    }

    @Test("A server that is busy is asked again when it says so")
    func busy() async throws {
        let outcome = try await start("github", "busy")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.requests.count == 2)
    }

    @Test("Nothing to do begins nothing")
    func nothing() async throws {
        let outcome = try await start("github", "github", changed: "README.md")
        #expect(outcome.status == 1)
        #expect(outcome.requests.isEmpty)
    }

    @Test(
        "What would give the token away, or cannot work, is refused before",
        arguments: [
            (["--start", "github"], 64, "belong together"),
            (
                [
                    "--start", "github", "--start-url", "http://example.com", "--start-token",
                    "env:T",
                ], 64, "without encryption"
            ),
            (
                [
                    "--start", "github", "--start-url", "https://localhost", "--start-token",
                    "ghp_secret",
                ], 77, "env:NAME or file:PATH"
            ),
            (
                [
                    "--start", "jenkins", "--start-url", "https://localhost", "--start-token",
                    "env:T",
                ], 77, "USER:TOKEN"
            ),
        ])
    func misused(arguments: [String], status: Int, words: String) async throws {
        try await withProject { directory in
            let found = try await trigger(
                arguments + ["--since", "HEAD"], in: directory, input: nil,
                environment: ["T": "x"])
            #expect(found.status == status)
            #expect(found.errors.contains(words), "\(found.errors)")
            #expect(!found.errors.contains("ghp_secret"))
        }
    }
}
