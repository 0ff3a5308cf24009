import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The pipe of six real tools in real shells: the same verdict, status and mail in each.
@Suite(.timeLimit(.minutes(5))) struct ShellTests {
    static let shells = [["dash", "-e"], ["bash", "-e"], ["bash", "-eo", "pipefail"]]

    struct Scenario: CustomTestStringConvertible, Sendable {
        let name: String
        var environment: [String: String] = [:]
        var train = "mlx-train"
        let status: Int
        let phase: RunStatus.Phase
        let failedStage: String?
        /// What the mail must say.
        let mail: [String]

        var testDescription: String { name }
    }

    static let scenarios = [
        Scenario(
            name: "success", status: 0, phase: .succeeded, failedStage: nil,
            mail: ["penguins 1: is in production"]),
        Scenario(
            name: "the evaluation's gate fails",
            environment: ["GATE": "{metric: accuracy, lower_bound: 1.01}"], status: 1,
            phase: .failed, failedStage: "eval",
            mail: ["'eval'", "accuracy", ">= 1.01"]),
        Scenario(
            name: "training fails", train: "mlx-train -- sh -c 'echo no luck >&2; exit 3'",
            status: 1, phase: .failed, failedStage: "train",
            mail: ["'train'", "exit status 3", "no luck"]),
        Scenario(
            name: "training is killed", train: "mlx-train -- sh -c 'kill -9 $PPID'", status: 65,
            phase: .error, failedStage: "train",
            mail: ["'train'", "'mlx-train' ended without writing its document"]),
    ]

    @Test(arguments: scenarios)
    func eachShellTellsTheSame(_ scenario: Scenario) async throws {
        var mails: [String] = []
        for shell in Self.shells {
            try await withScratchDirectory { directory in
                let result = try await run(scenario, in: directory, shell: shell)
                let context = "\(shell): \(result.errors)"
                #expect(result.status == scenario.status, "\(context)")
                let document = try result.document()
                #expect(document.status.phase == scenario.phase, "\(context)")
                #expect(document.status.failedStage == scenario.failedStage)
                #expect(document.status.exitCode == scenario.status)
                #expect(document.metadata.id == "pipe")
                mails.append(try await mail(in: directory))
                try await checkEffects(scenario, document, directory)
            }
        }
        #expect(Set(mails).count == 1, "the mails differ: \(mails)")
        for phrase in scenario.mail { #expect(mails[0].contains(phrase), "\(mails[0])") }
    }

    private func run(
        _ scenario: Scenario, in directory: FilePath, shell: [String]
    ) async throws -> ToolResult {
        let example = Tool.root.appending("share/mlx/examples/penguins")
        _ = try await Tool.shell(
            """
            cp '\(example)/schema.json' .
            mkdir data runs
            awk 'NR == 1 || NR % 4' '\(example)/penguins.csv' > data/train.csv
            awk 'NR == 1 || NR % 4 == 0' '\(example)/penguins.csv' > data/test.csv
            """, directory: directory)
        try Files.write(directory.appending("mlx.yaml"), Self.project.utf8)
        var environment = [
            "MLX_RUN_DIR": "\(directory)/runs", "SOURCE_DATE_EPOCH": "1763640000",
        ]
        environment.merge(scenario.environment) { _, new in new }
        return try await Tool.shell(
            """
            mlx-validate --run-id pipe | \(scenario.train) | mlx-eval ${GATE:+--gate "$GATE"} |
                mlx-register | mlx-promote | mlx-notify
            """, using: shell, directory: directory, environment: environment)
    }

    private static let project = """
        apiVersion: mlx/v1
        kind: Pipeline
        model: penguins
        data: {train: data/train.csv, test: data/test.csv, schema: schema.json}
        train: {parameters: {max_depth: 3, num_round: 10}, seed: 7}
        eval: {gates: [{metric: accuracy, lower_bound: 0.9}]}
        notify: {from: ci@example.com, to: ["file:mail"]}
        """

    /// The subject and the text of the one mail in the Maildir.
    private func mail(in directory: FilePath) async throws -> String {
        let names = try Files.names(in: directory.appending("mail/new"))
        #expect(names.count == 1)
        return try await Tool.shell(
            """
            python3 - mail/new/* <<'END'
            import email, email.policy, sys
            message = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
            assert not message.defects, message.defects
            print(message["Subject"])
            print(message.get_body(("plain",)).get_content())
            END
            """, directory: directory
        ).output
    }

    /// Nothing after the failed stage may have had an effect; a success is in production.
    private func checkEffects(
        _ scenario: Scenario, _ document: Run, _ directory: FilePath
    ) async throws {
        let registry = directory.appending("registry")
        guard scenario.status == 0 else {
            #expect(!Files.exists(registry))
            let failed = document.stages.firstIndex { $0.name == scenario.failedStage } ?? 0
            let after = document.stages[(failed + 1)...].dropLast()
            #expect(after.allSatisfy { $0.status == .skipped })
            #expect(document.stages.last?.name == "notify")
            return
        }
        #expect(
            document.stages.map(\.name)
                == ["validate", "train", "eval", "register", "promote", "notify"])
        let listed = try await Tool.run(
            "mlx-promote", ["list", "--json"], directory: directory)
        #expect(listed.status == 0)
        #expect(listed.output.contains("production"))
    }
}
