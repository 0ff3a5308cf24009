import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct ServeCommandTests {
    @Test(arguments: [
        (["--model", "../x"], 64, "'../x' cannot name a model"),
        ([], 64, "which model? name it with --model"),
        (["--model", "x", "--model-directory", "y"], 64, "contradict each other"),
        (
            ["--model", "x", "--name", "y"], 64,
            "--name and --model-version belong to --model-directory"
        ),
        (["--model", "x", "--port", "65536"], 64, "--port is not between 0 and 65535"),
        (
            ["--model", "x", "--registry", "nowhere"], 66,
            "'x' has no production version in 'nowhere'"
        ),
        (["--model-directory", "nowhere"], 66, "'nowhere' does not exist"),
        (["--model-directory", "."], 65, "'.' is not a model"),
    ])
    func refusesToStart(arguments: [String], status: Int, message: String) async throws {
        try await withScratchDirectory { directory in
            let result = try await Tool.run("mlx-serve", arguments, directory: directory)
            #expect(result.status == status)
            #expect(result.output == "")
            #expect(result.errors.contains(message))
        }
    }

    @Test func saysThatThePortIsInUse() async throws {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(in: directory)
            try await ServiceProcess.run(["--model-directory", "model1"], in: directory) {
                service in
                let second = try await Tool.run(
                    "mlx-serve",
                    ["--model-directory", "model1", "--port", "\(service.port)"],
                    directory: directory
                )
                #expect(second.status == 69)
                #expect(
                    second.errors.contains(
                        "cannot listen on 127.0.0.1:\(service.port): it is in use"
                    )
                )
                #expect(second.errors.contains("hint: "))
            }
        }
    }

    @Test func endsWhenThePortFileCannotBeWritten() async throws {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(in: directory)
            let result = try await Tool.run(
                "mlx-serve",
                ["--model-directory", "model1", "--port", "0", "--port-file", "no/where"],
                directory: directory
            )
            #expect(result.status == 73)
        }
    }

    @Test func showsTheToolsVersion() async throws {
        let result = try await Tool.run("mlx-serve", ["--version"])
        let other = try await Tool.run("mlx-train", ["--version"])
        #expect(result.status == 0)
        #expect(result.output == other.output)
    }

    /// A client that is no test of ours.
    @Test func answersCurl() async throws {
        try await withScratchDirectory { directory in
            try await TrainedModel.train(in: directory)
            try await ServiceProcess.run(
                ["--model-directory", "model1", "--name", "island", "--version", "3"],
                in: directory
            ) { service in
                let address = "http://127.0.0.1:\(service.port)/v2"
                let result = try await Tool.shell(
                    """
                    curl -sSf --json @model1/input_example.json \
                        \(address)/models/island/versions/3/infer
                    echo
                    curl -sS --http2 -o /dev/null -o /dev/null -w '%{http_code} ' \
                        \(address) \(address)/health/live
                    head -c 20000000 /dev/zero | curl -sS -o /dev/null -w '%{http_code}' \
                        --data-binary @- \(address)/models/island/infer
                    """,
                    directory: directory
                )
                let lines = result.output.split(separator: "\n").map(String.init)
                #expect(try JSONValue(parsing: lines[0])["model_version"] == "3")
                #expect(lines.last == "200 200 413")
                #expect(result.errors == "")
            }
        }
    }
}
