import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The same inputs give the same bytes; a retraining goes on from what is in production.
@Suite(.timeLimit(.minutes(5))) struct RetrainTests {
    private let environment = ["SOURCE_DATE_EPOCH": "1763640000"]

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
            eval: {gates: [{metric: accuracy, lower_bound: 0.9, change: {absolute: -0.05}}]}
            END
            """, directory: directory)
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func theSameSeedGivesTheSameBytes() async throws {
        try await withScratchDirectory { directory in
            try await prepare(directory)
            var digests: [String] = []
            for (name, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
                let result = try await Tool.run(
                    "mlx-train",
                    [
                        "--seed", seed, "--model-directory", name, "--run-id", "same",
                        "--parameter", "subsample=0.5",
                    ], directory: directory, environment: environment)
                digests.append(try #require(try result.document().model).digest)
            }
            #expect(digests[0] == digests[1])
            #expect(digests[0] != digests[2])
        }
    }

    @Test func aRetrainingAddsToTheProductionModel() async throws {
        try await withScratchDirectory { directory in
            try await prepare(directory)
            let first = try await Tool.shell(
                "mlx-train --run-id one | mlx-eval | mlx-register | mlx-promote",
                directory: directory, environment: environment)
            #expect(first.status == 0, "\(first.errors)")
            let second = try await Tool.shell(
                """
                mlx-train --run-id two --from production | mlx-eval | mlx-register | mlx-promote
                """, directory: directory, environment: environment)
            #expect(second.status == 0, "\(second.errors)")
            let document = try second.document()
            #expect(document.model?.version == 2)
            let train = try #require(document.stage(named: "train"))
            #expect(train.metrics["rounds"] == 20)
            #expect(train.details["baseModel"]?["version"] == 1)
            let eval = try #require(document.stage(named: "eval"))
            #expect(eval.details["baseline"]?["version"] == 1)
            #expect(eval.checks.first?["baseline"] != nil)
        }
    }

    @Test func aModelThatChangedAfterItsEvaluationIsNotRegistered() async throws {
        try await withScratchDirectory { directory in
            try await prepare(directory)
            let result = try await Tool.shell(
                """
                mlx-train --model-directory model | mlx-eval --out run.json
                printf x >> model/model.ubj
                mlx-register --in run.json
                """, directory: directory)
            #expect(result.status == 65)
            #expect(!Files.exists(directory.appending("registry/testing/penguins/index.json")))
        }
    }

    @Test func aModelThatChangedAfterItsTrainingIsNotEvaluated() async throws {
        try await withScratchDirectory { directory in
            try await prepare(directory)
            let result = try await Tool.shell(
                """
                mlx-train --model-directory model --out run.json
                echo >> model/MLmodel
                mlx-eval --in run.json
                """, directory: directory)
            #expect(result.status == 65)
            #expect(result.errors.contains("the model has changed since it was trained"))
        }
    }

    @Test func whenTestsChangeTheRegisteredModelIsTestedAgain() async throws {
        try await withScratchDirectory { directory in
            try await prepare(directory)
            let first = try await Tool.shell(
                "mlx-train --run-id one | mlx-eval | mlx-register | mlx-promote",
                directory: directory, environment: environment)
            #expect(first.status == 0, "\(first.errors)")
            let again = try await Tool.shell(
                """
                echo tests/test_model.py | mlx-trigger --changed-files - --out run.json
                mlx-eval --in run.json | mlx-register
                """, directory: directory,
                environment: environment.merging(["MLX_TRIGGER_TESTS": "tests/**"]) { $1 })
            #expect(again.status == 0, "\(again.errors)")
            let document = try again.document()
            #expect(document.pipeline == .retest)
            #expect(document.model?.version == 1)
        }
    }
}
