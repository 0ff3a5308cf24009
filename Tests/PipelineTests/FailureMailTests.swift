import FileStorage
import SystemPackage
import TestSupport
import Testing

/// The mail about a failure of each stage: what broke, where, expected and observed, what to do.
@Suite(.timeLimit(.minutes(5))) struct FailureMailTests {
    struct Failure: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Shell commands that break something.
        let breaking: String
        let pipe: String
        let status: Int
        /// In the order they stand in the mail.
        let mail: [String]

        init(
            _ description: String, _ breaking: String = ":",
            pipe: String = "mlx-validate | mlx-train | mlx-eval | mlx-register | mlx-promote",
            status: Int, mail: [String]
        ) {
            testDescription = description
            self.breaking = breaking
            self.pipe = pipe
            self.status = status
            self.mail = mail
        }
    }

    static let failures = [
        Failure(
            "validate: a word that the schema does not know",
            "sed -i '5s/Adelie/Adelia/' data/train.csv", status: 1,
            mail: [
                "penguins failed at validate", "What broke: the stage 'validate'",
                "What to do: Nothing after 'validate' had an effect", "Mend the data",
                "✗ enum/species", "where:    data/train.csv, line 5", "expected: one of Adelie",
                "observed: Adelia",
            ]),
        Failure(
            "validate: no data", "rm data/train.csv", status: 66,
            mail: ["penguins failed at validate", "data/train.csv", "What to do:"]),
        Failure(
            "train: the command says why it stops",
            pipe: """
                mlx-validate | mlx-train -- sh -c 'echo "no GPU" >&2; exit 3' | mlx-eval |
                    mlx-register | mlx-promote
                """, status: 1,
            mail: [
                "penguins failed at train", "What to do:", "Mend the training code",
                "expected: exit status 0", "observed: ended with exit status 3",
                "the last lines of its log:", "no GPU",
            ]),
        Failure(
            "eval: a gate", "sed -i 's/lower_bound: 0.9/lower_bound: 0.9999/' mlx.yaml", status: 1,
            mail: [
                "penguins failed at eval", "Improve it, or change its gates", "✗ accuracy",
                "expected: >= 0.9999", "observed: 0.9",
            ]),
        Failure(
            "eval: an option that there is not",
            pipe: "mlx-validate | mlx-train | mlx-eval --gates x | mlx-register | mlx-promote",
            status: 64,
            mail: ["penguins failed at eval", "'--gates'", "What to do:", "Hint:"]),
        Failure(
            "register: something stands where the registry should", "touch registry", status: 73,
            mail: ["penguins failed at register", "registry", "What to do:", "Mend the cause"]),
        Failure(
            "promote: the policy asks for a signature",
            "echo 'registry: {policy: {require: [signature], trust: [ci.pub]}}' >> mlx.yaml; "
                + "openssl ecparam -name prime256v1 -genkey -noout 2>/dev/null | "
                + "openssl ec -pubout > ci.pub 2>/dev/null",
            status: 77,
            mail: [
                "penguins 1 failed at promote", "signature",
                "What to do: The version before still serves",
            ]),
        Failure(
            "trigger: the commit is not known", "git init -q .",
            pipe: "mlx-trigger --since 0123abc", status: 64,
            mail: ["penguins failed at trigger", "'0123abc' names no commit here", "Hint:"]),
        Failure(
            "the project file", "echo 'evall: {}' >> mlx.yaml", status: 78,
            mail: [
                "penguins failed at validate", "unknown key 'evall'", "did you mean 'eval'?",
            ]),
    ]

    @Test(arguments: failures)
    func tells(_ failure: Failure) async throws {
        try await withScratchDirectory { directory in
            let example = Tool.root.appending("share/mlx/examples/penguins")
            try Files.write(directory.appending("mlx.yaml"), Self.project.utf8)
            let result = try await Tool.shell(
                """
                mkdir data
                cp '\(example)/schema.json' .
                awk 'NR == 1 || NR % 4' '\(example)/penguins.csv' > data/train.csv
                awk 'NR == 1 || NR % 4 == 0' '\(example)/penguins.csv' > data/test.csv
                \(failure.breaking)
                \(failure.pipe) | mlx-notify > run.json
                """, directory: directory,
                environment: ["MLX_SHARE": Tool.root.appending("share/mlx").string])
            #expect(result.status == failure.status, "\(result.errors)")
            let text = try await mail(in: directory)
            var rest = text[...]
            for phrase in failure.mail {
                guard let found = rest.firstRange(of: phrase) else {
                    Issue.record("'\(phrase)' does not follow in: \(text)")
                    return
                }
                rest = rest[found.upperBound...]
            }
        }
    }

    private func mail(in directory: FilePath) async throws -> String {
        try await Tool.shell(
            """
            python3 - mail/new/* <<'END'
            import email, email.policy, sys
            message = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
            print(message.get_body(("plain",)).get_content())
            END
            """, directory: directory
        ).output
    }

    private static let project = """
        apiVersion: mlx/v1
        kind: Pipeline
        model: penguins
        data: {train: data/train.csv, test: data/test.csv, schema: schema.json}
        train: {parameters: {max_depth: 3, num_round: 10}, seed: 7}
        eval: {gates: [{metric: accuracy, lower_bound: 0.9}]}
        notify: {from: ci@example.com, to: ["file:mail"]}
        trigger: {code: [train.py]}

        """
}
