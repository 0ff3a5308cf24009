import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// One pipe of all tools, which does what the trigger says: there is nothing to choose in a script.
@Suite("The fixed pipe", .timeLimit(.minutes(5)))
struct FixedPipeTests {
    private static let pipe = """
        mlx-trigger --changed-files changed | mlx-validate | mlx-train | mlx-eval | mlx-register \
        | mlx-notify
        """

    private func prepare(_ directory: FilePath) async throws {
        let example = Tool.root.appending("share/mlx/examples/penguins")
        let result = try await Tool.shell(
            """
            cp '\(example)/schema.json' .
            awk 'NR == 1 || NR % 4' '\(example)/penguins.csv' > train.csv
            awk 'NR == 1 || NR % 4 == 0' '\(example)/penguins.csv' > test.csv
            cat > mlx.yaml <<'END'
            apiVersion: mlx/v1
            kind: Pipeline
            model: penguins
            data: {train: train.csv, test: test.csv, schema: schema.json}
            train: {parameters: {max_depth: 3, num_round: 10}}
            eval: {gates: [{metric: accuracy, lower_bound: 0.9}]}
            notify: {from: ci@example.com, to: ["file:mail"]}
            trigger: {code: [src/], data: ["*.csv"], tests: [tests/]}
            END
            """, directory: directory)
        try #require(result.status == 0, "\(result.errors)")
    }

    /// Runs the pipe for a changed file.
    private func run(_ file: String, in directory: FilePath) async throws -> ToolResult {
        try Files.replace(directory.appending("changed"), with: "\(file)\n".utf8)
        return try await Tool.shell(
            Self.pipe, directory: directory,
            environment: ["MLX_SHARE": Tool.root.appending("share/mlx").string])
    }

    private func mails(_ directory: FilePath) throws -> Int {
        let new = directory.appending("mail/new")
        return Files.exists(new) ? try Files.names(in: new).count : 0
    }

    private func stages(_ run: Run) -> [String] { run.stages.map { "\($0.name) \($0.status)" } }

    private static let trained = [
        "trigger passed", "validate passed", "train passed", "eval passed", "register passed",
        "notify passed",
    ]

    @Test("Train, retrain, retest and nothing, one after another")
    func pipelines() async throws {
        try await withScratchDirectory { directory in
            try await prepare(directory)
            let train = try await run("src/a", in: directory)
            #expect(train.status == 0, "\(train.errors)")
            let first = try train.document()
            #expect(stages(first) == Self.trained)
            #expect(first.model?.version == 1)

            let retrain = try await run("train.csv", in: directory)
            #expect(retrain.status == 0, "\(retrain.errors)")
            let second = try retrain.document()
            #expect(stages(second) == Self.trained)
            #expect(second.stage(named: "train")?.details["from"] == "testing")
            #expect(second.model?.version == 2)

            let retest = try await run("tests/a", in: directory)
            #expect(retest.status == 0, "\(retest.errors)")
            let third = try retest.document()
            #expect(
                stages(third) == [
                    "trigger passed", "validate skipped", "train skipped", "eval passed",
                    "register passed", "notify passed",
                ])
            #expect(third.model?.digest == second.model?.digest)
            #expect(third.model?.version == 2)
            #expect(third.stages.allSatisfy { $0.exitCode == 0 })
            #expect(try mails(directory) == 3)

            let nothing = try await run("README.md", in: directory)
            #expect(nothing.status == 1, "\(nothing.errors)")
            let fourth = try nothing.document()
            #expect(fourth.stages.allSatisfy { $0.status == .skipped && $0.exitCode == 1 })
            #expect(fourth.status.phase == .succeeded && fourth.status.exitCode == 1)
            #expect(try mails(directory) == 3)
        }
    }

    @Test("New tests that the registered model fails end the pipe, and are mailed")
    func failingTests() async throws {
        try await withScratchDirectory { directory in
            try await prepare(directory)
            let train = try await run("src/a", in: directory)
            #expect(train.status == 0, "\(train.errors)")
            let strict = """
                sed 's/lower_bound: 0.9/lower_bound: 1.1/' mlx.yaml > new && mv new mlx.yaml
                """
            let changed = try await Tool.shell(strict, directory: directory)
            #expect(changed.status == 0)
            let retest = try await run("tests/a", in: directory)
            #expect(retest.status == 1)
            let document = try retest.document()
            #expect(document.status.failedStage == "eval")
            #expect(
                document.stages.map(\.status) == [
                    .passed, .skipped, .skipped, .failed, .skipped, .passed,
                ])
            #expect(try mails(directory) == 2)
        }
    }
}
