import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Runs tools as a job of each CI system does.
@Suite("The tools speak the language of the CI system that they run in")
struct CIOutputTests {
    /// Three bad cells, one of which is hostile, and a warning.
    private static let schema = """
        {"fields": [
            {"name": "age", "type": "integer"},
            {"name": "name", "type": "string",
             "constraints": {"enum": ["anna"]}}
        ]}
        """
    private static let data = """
        age,name
        1,anna
        x,anna
        2,"b
        ::add-mask::penguins
        ##[add-mask]penguins
        ##vso[task.setvariable variable=PATH]/evil
        ##teamcity[buildStop comment='x']"

        """

    struct Outcome {
        let result: ToolResult
        let output: String?
        let summary: String?
    }

    /// Validates data that fail, with a run's files where GitHub's runner has them.
    private static func validate(
        _ variables: [String: String], file: String = "t.csv", summary: String = "",
        options: [String] = []
    ) async throws -> Outcome {
        try await withScratchDirectory { directory in
            try Files.write(directory.appending("s.json"), schema.utf8)
            try Files.write(FilePath("\(directory)/\(file)"), data.utf8)
            if !summary.isEmpty { try Files.write(directory.appending("summary"), summary.utf8) }
            let result = try await Tool.run(
                "mlx-validate", ["--no-input", "--data", "*.csv", "--schema", "s.json"] + options,
                directory: directory,
                environment: variables.merging([
                    "GITHUB_OUTPUT": "\(directory)/output",
                    "GITHUB_STEP_SUMMARY": "\(directory)/summary",
                ]) { $1 })
            func text(_ name: String) throws -> String? {
                let path = directory.appending(name)
                guard Files.exists(path) else { return nil }
                return String(decoding: try Files.read(path), as: UTF8.self)
            }
            return Outcome(
                result: result, output: try text("output"), summary: try text("summary"))
        }
    }

    /// What is to be told: each check that failed.
    private static func failedChecks(_ result: ToolResult) throws -> Int {
        let checks = try result.document().stages.last?.checks ?? []
        return checks.count { $0.status == .failed }
    }

    @Test("in no CI system they write neither a command nor a file")
    func outside() async throws {
        let outcome = try await Self.validate([:])
        #expect(outcome.result.status == 1, "\(outcome.result.errors)")
        #expect(outcome.output == nil && outcome.summary == nil)
        let errors = outcome.result.errors
        #expect(GitHubLog.commands(in: errors).isEmpty, "\(errors)")
        #expect(AzureLog.commands(in: errors).isEmpty, "\(errors)")
        #expect(TeamCityLog.commands(in: errors).isEmpty, "\(errors)")
    }

    @Test(
        "GitHub, Gitea and Forgejo get annotations, outputs and a summary",
        arguments: ["GITHUB_ACTIONS", "GITEA_ACTIONS", "FORGEJO_ACTIONS"])
    func gitHub(variable: String) async throws {
        let outcome = try await Self.validate(
            ["GITHUB_ACTIONS": "true"].merging([variable: "true"]) { $1 })
        let commands = GitHubLog.commands(in: outcome.result.errors)
        #expect(commands.count == (try Self.failedChecks(outcome.result)) && !commands.isEmpty)
        #expect(commands.allSatisfy { $0.name == "error" }, "\(outcome.result.errors)")
        #expect(commands.first?.properties["file"] == "t.csv")
        #expect(commands.first?.properties["line"] == "3")
        let outputs = GitHubLog.outputs(outcome.output ?? "")
        #expect(outputs?["phase"] == "Failed" && outputs?["failed-stage"] == "validate")
        #expect(outputs?["exit-code"] == "1" && outputs?["stage"] == "validate")
        #expect(outcome.summary?.hasPrefix("### ❌ <code>mlx-validate</code>") == true)
        let provider = try outcome.result.document().metadata.ci["provider"]
        #expect(provider == (variable == "GITHUB_ACTIONS" ? "github" : "gitea"))
    }

    @Test("--ci says which language is spoken, and none speaks none")
    func chosen() async throws {
        let azure = try await Self.validate(["GITHUB_ACTIONS": "true"], options: ["--ci", "azure"])
        #expect(azure.output == nil)
        #expect(!AzureLog.commands(in: azure.result.errors).isEmpty)
        let none = try await Self.validate(["TF_BUILD": "True"], options: ["--ci", "none"])
        #expect(AzureLog.commands(in: none.result.errors).isEmpty)
    }

    @Test("Azure gets issues and output variables")
    func azure() async throws {
        let outcome = try await Self.validate(["TF_BUILD": "True"])
        let commands = AzureLog.commands(in: outcome.result.errors)
        let issues = commands.filter { $0.name == "task.logissue" }
        #expect(issues.count == (try Self.failedChecks(outcome.result)) && !issues.isEmpty)
        #expect(issues.first?.properties["sourcepath"] == "t.csv")
        let variables = commands.filter { $0.name == "task.setvariable" }
        #expect(issues.count + variables.count == commands.count, "\(outcome.result.errors)")
        #expect(variables.allSatisfy { $0.properties["variable"]?.hasPrefix("mlx.") == true })
        #expect(variables.first { $0.properties["variable"] == "mlx.phase" }?.data == "Failed")
        #expect(outcome.output == nil && outcome.summary == nil)
    }

    @Test("TeamCity gets problems and parameters")
    func teamCity() async throws {
        let outcome = try await Self.validate(["TEAMCITY_VERSION": "2025.07"])
        let commands = TeamCityLog.commands(in: outcome.result.errors)
        let problems = commands.filter { $0.name == "buildProblem" }
        #expect(problems.count == (try Self.failedChecks(outcome.result)) && !problems.isEmpty)
        let parameters = commands.filter { $0.name == "setParameter" }
        #expect(problems.count + parameters.count == commands.count, "\(outcome.result.errors)")
        #expect(
            parameters.first { $0.properties["name"] == "mlx.phase" }?.properties["value"]
                == "Failed")
    }

    @Test(
        "GitLab and Jenkins, which read files alone, get no commands",
        arguments: [
            ["GITLAB_CI": "true"], ["JENKINS_URL": "http://j/", "BUILD_ID": "1"],
        ])
    func fileReaders(variables: [String: String]) async throws {
        let plain = try await Self.validate([:]).result.errors
        #expect(try await Self.validate(variables).result.errors == plain)
    }

    /// A pattern finds whatever files a repository holds.
    @Test(
        "the name of a file is no command",
        arguments: [
            "::error::pwned.csv", "##[error]pwned.csv", "##vso[task.debug]pwned.csv",
            "##teamcity[buildStop comment='pwned'].csv", "\u{200D}::warning::pwned.csv",
        ])
    func hostileFiles(name: String) async throws {
        let errors = try await Self.validate([:], file: name).result.errors
        #expect(errors.contains("pwned"), "\(errors)")
        #expect(GitHubLog.commands(in: errors).isEmpty, "\(errors)")
        #expect(AzureLog.commands(in: errors).isEmpty, "\(errors)")
        #expect(TeamCityLog.commands(in: errors).isEmpty, "\(errors)")
    }

    @Test("a summary is added to what is there, and never makes it larger than is read")
    func summaryLimit() async throws {
        let github = ["GITHUB_ACTIONS": "true"]
        let added = try await Self.validate(github, summary: "before\n")
        #expect(added.summary?.hasPrefix("before\n### ❌") == true)
        let full = String(repeating: "x", count: 1 << 20)
        let outcome = try await Self.validate(github, summary: full)
        #expect(outcome.summary == full)
        #expect(outcome.result.status == 1)
        #expect(outcome.result.errors.contains("warning: $GITHUB_STEP_SUMMARY is full"))
    }

    @Test("a file that cannot be written is a warning, and the status is what it was")
    func unwritable() async throws {
        let result = try await Tool.run(
            "mlx-eval", ["--no-input", "--out", "/dev/null"],
            environment: ["GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "/dev/null/output"])
        let plain = try await Tool.run("mlx-eval", ["--no-input", "--out", "/dev/null"])
        #expect(result.status == plain.status)
        #expect(result.errors.contains("warning: cannot write $GITHUB_OUTPUT"), "\(result.errors)")
    }

    @Test("a stage's problem is one error with its hint, and the stages after it say nothing")
    func pipe() async throws {
        let result = try await Tool.shell(
            "mlx-eval --no-input --model nowhere | mlx-register | mlx-promote > run.json || :",
            directory: "/tmp", environment: ["GITHUB_ACTIONS": "true", "RUN": "x"])
        let commands = GitHubLog.commands(in: result.errors)
        #expect(commands.map(\.properties["title"]) == ["mlx-eval"], "\(result.errors)")
    }

    @Test("a document that cannot be read is told by the tool that reads it")
    func brokenDocument() async throws {
        let result = try await Tool.run(
            "mlx-eval", [], input: "{", environment: ["GITHUB_ACTIONS": "true"])
        #expect(result.status == 65)
        #expect(GitHubLog.commands(in: result.errors).count == 1, "\(result.errors)")
    }

    @Test(
        "an error of a tool that is no stage is one annotation",
        arguments: [
            ["show", "penguins", "--registry", "/nonexistent"], ["list", "--nonsense"],
        ])
    func otherTools(arguments: [String]) async throws {
        let result = try await Tool.run(
            "mlx-register", arguments, environment: ["GITHUB_ACTIONS": "true"])
        #expect(result.status != 0)
        let commands = GitHubLog.commands(in: result.errors)
        #expect(commands.map(\.name) == ["error"], "\(result.errors)")
        #expect(commands.first?.properties["title"] == "mlx-register")
    }
}
