import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// A training program of the user's own: its contract, and each way in which it can fail.
@Suite(.timeLimit(.minutes(5))) struct CommandTrainingTests {
    private func train(
        _ script: String, in directory: FilePath, _ options: [String] = [],
        data: String = "penguins.csv", schema: String = "schema.json"
    ) async throws -> ToolResult {
        let example = Tool.root.appending("share/mlx/examples/penguins")
        _ = try await Tool.shell("cp '\(example)'/* .", directory: directory)
        return try await Tool.run(
            "mlx-train",
            [
                "--config", "none.yaml", "--no-input", "--run-id", "r", "--data", data,
                "--schema", schema, "--parameter", "depth=4", "--seed", "9",
            ] + options + ["--", "sh", "-c", script], directory: directory,
            environment: ["MLX_MODEL": "penguins"])
    }

    private func withConfiguredDirectory(
        _ body: (FilePath) async throws -> Void
    ) async throws {
        try await withScratchDirectory { directory in
            try Files.write(
                directory.appending("none.yaml"), "apiVersion: mlx/v1\nkind: Pipeline\n".utf8)
            try await body(directory)
        }
    }

    @Test func theCommandFindsItsInputsAndIsHeard() async throws {
        try await withConfiguredDirectory { directory in
            let result = try await train(
                """
                echo "$SM_HPS $MLX_PARAMETERS $MLX_SEED $PYTHONHASHSEED $MLX_RUN_ID"
                echo "to stderr" >&2
                test -f "$MLX_DATA_TRAIN" -a -d "$SM_CHANNEL_TRAIN" -a -d "$MLX_OUTPUT_DIR"
                test "$SM_MODEL_DIR" = "$MLX_MODEL_DIR"
                exit 4
                """, in: directory)
            #expect(result.status == 1)
            #expect(result.errors.contains(#"{"depth":4} {"depth":4} 9 9 r"#))
            #expect(result.errors.contains("to stderr"))
            let stage = try #require(try result.document().stages.last)
            #expect(stage.checks.first?.observed == "ended with exit status 4")
            let log = try #require(stage.artifacts.first { $0.name == "log" })
            let text = try Files.read(directory.appending(log.uri))
            #expect(String(decoding: text, as: UTF8.self).contains("to stderr"))
        }
    }

    @Test func anXGBoostFileBecomesAModel() async throws {
        try await withConfiguredDirectory { directory in
            _ = try await train("exit 1", in: directory)
            let built = try await Tool.run(
                "mlx-train",
                [
                    "--config", "none.yaml", "--no-input", "--data", "penguins.csv", "--schema",
                    "schema.json", "--model-directory", "built",
                ], directory: directory)
            #expect(built.status == 0, "\(built.errors)")
            let result = try await train(
                #"cp '\#(directory)/built/model.ubj' "$MLX_MODEL_DIR""#, in: directory)
            #expect(result.status == 0, "\(result.errors)")
            let model = try #require(try result.document().model)
            #expect(model.format == "xgboost")
            #expect(
                try Files.names(in: directory.appending(model.uri))
                    == ["MLmodel", "input_example.json", "model.ubj"])
        }
    }

    @Test func rowsAreCountedInTheDialectOfTheSchema() async throws {
        try await withConfiguredDirectory { directory in
            try Files.write(
                directory.appending("odd.csv"), "a|b\n(m)|(kg)\n#2|3\n4|\"five\n6|7\n".utf8)
            let schema = """
                {"fields": [{"name": "a (m)", "type": "integer"}, {"name": "b (kg)"}],
                 "mlx:dialect": {"delimiter": "|", "headerRows": [1, 2], "commentChar": "#",
                  "quoteChar": "'"}}
                """
            try Files.write(directory.appending("odd.json"), schema.utf8)
            let result = try await train(
                "exit 4", in: directory, data: "odd.csv", schema: "odd.json")
            #expect(result.status == 1, "\(result.errors)")
            #expect(try result.document().inputs.data["train"]?.rows == 2)
        }
    }

    @Test(arguments: [
        ("exit 3", 1, "ended with exit status 3"),
        ("kill -9 $$", 1, "was killed by signal 9"),
        ("true", 65, "the training command left no model"),
        ("echo junk > $MLX_MODEL_DIR/model.ubj", 65, "is not a model"),
        ("echo junk > $MLX_MODEL_DIR/MLmodel", 65, "is not a model"),
        ("ln -s /etc/passwd $MLX_MODEL_DIR/model.ubj", 65, "is not a regular file"),
        ("echo >> penguins.csv; echo x > $MLX_MODEL_DIR/MLmodel", 65, "changed its data"),
    ])
    func aFailureIsToldAndLeavesNoModel(
        _ script: String, _ status: Int, _ message: String
    ) async throws {
        try await withConfiguredDirectory { directory in
            let result = try await train(script, in: directory)
            #expect(result.status == status)
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(try result.document().model == nil)
            #expect(!Files.exists(directory.appending(".mlx/runs/r/model")))
        }
    }

    @Test func timeIsLimitedAndNoProcessIsLeft() async throws {
        try await withConfiguredDirectory { directory in
            let result = try await train(
                "sleep 987654 & echo $! > '\(directory)/pid'; sleep 987654", in: directory,
                ["--timeout", "1s"])
            #expect(result.status == 1)
            #expect(result.errors.contains("stopped after"))
            let left = try await Tool.shell(
                "test -s pid; ! kill -0 $(cat pid) 2>/dev/null || grep -q zombie /proc/$(cat pid)/status",
                directory: directory)
            #expect(left.status == 0)
        }
    }
}
