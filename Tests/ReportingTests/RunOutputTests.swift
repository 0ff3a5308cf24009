import RunDocument
import RunReporting
import TestSupport
import Testing

@Suite("What a run says to later steps")
struct RunOutputTests {
    private static func run(version: Int? = 3, base: JSONValue? = nil) -> Run {
        var run = Run(metadata: RunMetadata(id: "run-1", createdAt: "2026-01-02T03:04:05Z"))
        run.metadata.model = "penguins"
        run.model = ModelReference(
            uri: "registry:penguins@3", digest: "sha256:0", format: "xgboost", version: version)
        run.spec = ["pipeline": "train", "stages": ["validate", "train", "notify"]]
        run.spec["base"] = base
        for name in ["eval", "register"] {
            run.append(
                Stage(name: name, tool: "mlx-\(name)", version: "1", status: .passed, exitCode: 0))
        }
        return run
    }

    private static func values(_ run: Run) -> [String: String] {
        Dictionary(RunOutputs(run).values.map { ($0.name, $0.value) }) { $1 }
    }

    @Test("each has a name, and what there is not is empty")
    func names() {
        #expect(
            Self.values(Self.run()) == [
                "phase": "Succeeded", "exit-code": "0", "failed-stage": "", "stage": "register",
                "run-id": "run-1", "pipeline": "train", "stages": "validate train",
                "model": "penguins", "version": "3", "model-uri": "registry:penguins@3",
                "digest": "sha256:0", "candidate": "penguins@3",
            ])
    }

    @Test("a version is a candidate if it was registered, is not live and nothing failed")
    func candidates() {
        #expect(Self.values(Self.run(version: nil))["candidate"] == "")
        let live: JSONValue = ["registry": "production", "version": 3]
        #expect(Self.values(Self.run(base: live))["candidate"] == "")
        let older: JSONValue = ["registry": "production", "version": 2]
        #expect(Self.values(Self.run(base: older))["candidate"] == "penguins@3")
        for (name, status) in [("promote", StageStatus.passed), ("serve", .failed)] {
            var run = Self.run()
            run.append(Stage(name: name, tool: "x", version: "1", status: status, exitCode: 1))
            #expect(Self.values(run)["candidate"] == "", "\(name)")
        }
    }

    @Test("10,000 hostile values come through as they are, and set nothing else")
    func hostileValues() {
        for text in HostileText.texts(10_000) {
            let github = GitHubCommands.output("model", text)
            #expect(GitHubLog.outputs(github) == ["model": text], "\(text.debugDescription)")
            let azure = AzureLog.commands(in: AzureCommands.output("model", text) + "\n")
            #expect(azure.count == 1 && azure.first?.name == "task.setvariable")
            #expect(azure.first?.properties == ["variable": "mlx.model", "isOutput": "true"])
            let teamCity = TeamCityLog.commands(in: TeamCityMessages.output("model", text) + "\n")
            #expect(teamCity.map(\.name) == ["setParameter"], "\(text.debugDescription)")
            let value = teamCity.first?.properties["value"]
            let doubled = text.unicodeScalars.map { $0 == "%" ? "%%" : String($0) }.joined()
            #expect(value == doubled, "\(text.debugDescription)")
        }
    }

    @Test("what is too long is left empty and named")
    func longValues() {
        var run = Self.run()
        run.metadata.model = String(repeating: "x", count: 5000)
        #expect(RunOutputs(run).omitted == ["model", "candidate"])
        #expect(Self.values(run)["model"] == "")
    }

    @Test("a dotenv file has what fits into a line, and nothing that a tool would read")
    func dotenv() {
        var run = Self.run()
        #expect(
            DotenvReport(RunOutputs(run)).text == """
                MLX_PHASE=Succeeded
                MLX_EXIT_CODE=0
                MLX_FAILED_STAGE=
                MLX_STAGE=register
                MLX_PIPELINE=train
                MLX_STAGES=validate train
                MLX_VERSION=3
                MLX_MODEL_URI=registry:penguins@3
                MLX_DIGEST=sha256:0
                MLX_CANDIDATE=penguins@3

                """)
        let assignment = /MLX_[A-Z_]+=[^\x00-\x1F\x7F]*/.matchingSemantics(.unicodeScalar)
        for text in HostileText.texts(10_000) {
            run.model?.uri = text
            let report = DotenvReport(RunOutputs(run))
            let lines = report.text.split(separator: "\n")
            #expect(lines.allSatisfy { $0.wholeMatch(of: assignment) != nil })
            let isThere = report.text.contains("MLX_MODEL_URI=\(text)\n")
            #expect(isThere != (report.omitted == ["model-uri"]), "\(text.debugDescription)")
            #expect(lines.count == (isThere ? 10 : 9))
        }
    }

    @Test("a dotenv file is never larger than GitLab takes it")
    func dotenvLimit() {
        var run = Self.run()
        run.model?.uri = String(repeating: "u", count: 3000)
        run.model?.digest = String(repeating: "d", count: 3000)
        let report = DotenvReport(RunOutputs(run))
        #expect(report.text.utf8.count <= 5120)
        #expect(report.omitted == ["digest"])
    }
}
