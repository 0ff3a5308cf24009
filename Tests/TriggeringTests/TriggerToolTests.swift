import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-trigger` in a real git repository.
@Suite("mlx-trigger")
struct TriggerToolTests: TriggerProject {
    @Test(
        "What changed decides the pipeline",
        arguments: [
            (["src/a.py"], "train", "code"), (["train.py"], "train", "code"),
            (["data/train.csv"], "retrain", "data"), (["model_tests/a"], "retest", "tests"),
            (["src/a.py", "data/train.csv"], "train", "code"),
            (["data/train.csv", "model_tests/a"], "retrain", "data"),
            (["src/a.py", "model_tests/a"], "train", "code"),
        ]
    )
    func pipelines(files: [String], pipeline: String, kind: String) async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            try await git("checkout -q -b topic", directory)
            for file in files { try write(directory, file, "new") }
            try await commit(directory)
            let (run, status, errors) = try await trigger(["--since", "main"], in: directory)
            #expect(status == 0, "\(errors)")
            #expect(run.spec["pipeline"]?.stringValue == pipeline)
            #expect(run.metadata.ci["trigger"]?.stringValue == kind)
            #expect(run.spec["base"]?["registry"] == "production")
            #expect(run.spec["base"]?["uri"] == "registry:penguins@1")
            #expect(run.spec["base"]?["version"] == 1)
            #expect(run.stages.map(\.name) == ["trigger"])
            #expect(run.status.phase == .succeeded && run.status.exitCode == 0)
            #expect(run.spec["reasons"]?.arrayValue?.isEmpty == false)
        }
    }

    @Test("Nothing that belongs to the model changed")
    func nothing() async throws {
        try await withProject { directory in
            try write(directory, "README.md", "new")
            try await commit(directory)
            let (run, status, errors) = try await trigger(["--since", "HEAD~1"], in: directory)
            #expect(status == 1)
            #expect(run.pipeline == Pipeline.none)
            #expect(run.stages.map(\.status) == [.skipped])
            #expect(run.stages.map(\.exitCode) == [1])
            #expect(run.status.phase == .succeeded && run.status.exitCode == 1)
            #expect(errors.contains("nothing to do"))
        }
    }

    @Test("An option that there is not is told as that, whatever stands on standard input")
    func unknownOption() async throws {
        try await withProject { directory in
            let (run, status, _) = try await trigger(
                ["--sinse", "main"], in: directory, input: "data/new\n")
            #expect(status == 64)
            #expect(run.status.failedStage == "trigger")
        }
    }

    @Test("A pipeline that another mlx-trigger has begun takes what that one has found")
    func told() async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            var told = ["MLX_STARTED_BY": "01JD", "MLX_CHANGED": "data", "MLX_REASON": "drift"]
            let (run, status, _) = try await trigger([], in: directory, environment: told)
            #expect(status == 0 && run.pipeline == .retrain)
            #expect(run.spec["reasons"] == ["drift"])
            // What is seen here counts as well.
            try write(directory, "src/new.py", "new")
            try await commit(directory)
            let both = try await trigger(
                ["--since", "HEAD~1"], in: directory, environment: told
            ).run
            #expect(both.pipeline == .train && both.spec["reasons"]?.arrayValue?.count == 2)
            told["MLX_CHANGED"] = "weather"
            #expect(try await trigger([], in: directory, environment: told).status == 78)
        }
    }

    @Test("Changes of main after the branch left it do not count; uncommitted ones do")
    func mergeBase() async throws {
        try await withProject { directory in
            try await git("checkout -q -b topic", directory)
            try await git("checkout -q main", directory)
            try write(directory, "src/other.py", "new")
            try await commit(directory)
            try await git("checkout -q topic", directory)
            #expect(try await trigger(["--since", "main"], in: directory).status == 1)
            try write(directory, "data/train.csv", "a,b\n1,3\n")
            let (run, status, _) = try await trigger(["--since", "main"], in: directory)
            #expect(status == 0)
            #expect(run.metadata.ci["trigger"] == "data")
        }
    }

    @Test("A file that moved out of its place changed both places")
    func rename() async throws {
        try await withProject { directory in
            try await git("mv src/old elsewhere", directory)
            try await commit(directory)
            let (run, _, _) = try await trigger(["--since", "HEAD~1"], in: directory)
            #expect(run.metadata.ci["trigger"] == "code")
        }
    }

    @Test("Only zeros stand for a new branch, where every file is new")
    func newBranch() async throws {
        try await withProject { directory in
            let zeros = String(repeating: "0", count: 40)
            let (run, status, _) = try await trigger(["--since", zeros], in: directory)
            #expect(status == 0)
            #expect(run.pipeline == .train)
        }
    }

    @Test(
        "What git does not know is a usage error, and no option for git",
        arguments: ["nowhere", "--output=x", "HEAD~9", ""]
    )
    func unknownReference(name: String) async throws {
        try await withProject { directory in
            let arguments = name.isEmpty ? ["--since", ""] : ["--since=\(name)"]
            let (run, status, errors) = try await trigger(arguments, in: directory)
            #expect(status == 64)
            #expect(errors.contains("'\(name)' names no commit here"))
            #expect(run.status.phase == .error)
            #expect(!Files.exists(directory.appending("x")))
        }
    }

    @Test("A list of files, from a file or standard input, by line or NUL")
    func list() async throws {
        try await withProject { directory in
            try write(directory, "list", "README.md\n./src/with space\r\n")
            let fromFile = try await trigger(["--changed-files", "list"], in: directory)
            #expect(fromFile.run.metadata.ci["trigger"] == "code")
            let fromInput = try await trigger(
                ["--changed-files", "-"],
                in: directory,
                input: "x\0data/two\nlines\0"
            )
            #expect(fromInput.run.metadata.ci["trigger"] == "data")
            let missing = try await trigger(["--changed-files", "none"], in: directory)
            #expect(missing.status == 66)
        }
    }

    @Test("New data with no model at all is trained from scratch")
    func noModel() async throws {
        try await withProject { directory in
            let (run, status, _) = try await trigger([], in: directory)
            #expect(status == 0)
            #expect(run.pipeline == .train)
            #expect(run.spec["base"] == nil)
            let tests = try await trigger(
                ["--changed-files", "-"],
                in: directory,
                input: "model_tests/a\n"
            )
            #expect(tests.status == 1)
        }
    }

    @Test("The data is compared with that of the model in production, else in testing")
    func digests() async throws {
        try await withProject { directory in
            let same = try Digest.ofFile(directory.appending("data/train.csv")).0.description
            try register(directory, data: "sha256:0002", isLive: false)
            let other = try await trigger([], in: directory)
            #expect(other.run.pipeline == .retrain)
            #expect(other.run.spec["base"]?["registry"] == "testing")
            try register(directory, data: same, isLive: true)
            let known = try await trigger([], in: directory)
            #expect(known.status == 1)
            try write(directory, "data/train.csv", "a,b\n1,9\n")
            let new = try await trigger([], in: directory)
            #expect(new.run.pipeline == .retrain)
            #expect(new.run.spec["base"]?["registry"] == "production")
            #expect(new.run.metadata.ci["trigger"] == "data")
        }
    }

    @Test("Data is compared by its bytes, in whatever dialect it is written")
    func dialects() async throws {
        try await withProject { directory in
            try write(directory, "data/train.csv", "a;b\n\"12 inches;1\n")
            let same = try Digest.ofFile(directory.appending("data/train.csv")).0.description
            try register(directory, data: same, isLive: true)
            let known = try await trigger([], in: directory)
            #expect(known.status == 1, "\(known.errors)")
        }
    }

    @Test("A newer version in testing that knows the data is not trained again")
    func waitingForPromotion() async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0003", isLive: true)
            #expect(try await trigger([], in: directory).run.pipeline == .retrain)
            let same = try Digest.ofFile(directory.appending("data/train.csv")).0.description
            try register(directory, data: same, isLive: false)
            let (run, status, _) = try await trigger([], in: directory)
            #expect(status == 1)
            #expect(
                run.spec["reasons"]?.arrayValue?.first?.stringValue?.contains("version 2") == true
            )
        }
    }

    @Test("A project that says nothing of its files is a configuration error")
    func noRules() async throws {
        try await withProject { directory in
            try write(directory, "mlx.yaml", "apiVersion: mlx/v1\nkind: Pipeline\nmodel: m\n")
            #expect(try await trigger(["--since", "HEAD"], in: directory).status == 78)
            #expect(try await trigger([], in: directory).status == 78)
            try write(directory, "mlx.yaml", "apiVersion: mlx/v1\nkind: Pipeline\nmodel: ../m\n")
            #expect(try await trigger(["--since", "HEAD"], in: directory).status == 64)
        }
    }
}
