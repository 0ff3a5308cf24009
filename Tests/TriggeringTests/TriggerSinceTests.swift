import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-trigger --since`, over several repositories and in unusual ones.
@Suite("mlx-trigger --since")
struct TriggerSinceTests: TriggerProject {
    private static let zeros = String(repeating: "0", count: 40)

    private func reasons(_ arguments: [String], in directory: FilePath) async throws -> [String] {
        let (run, _, _) = try await trigger(arguments, in: directory)
        return (run.spec["reasons"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    @Test("Code, data and tests in repositories of their own")
    func checkouts() async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            try write(directory, ".gitignore", "/data\n/model_tests\n")
            try await git("rm -rq --cached data model_tests", directory)
            try await commit(directory)
            for name in ["data", "model_tests"] {
                try await git("init -q -b main \(name)", directory)
                try await commit(directory.appending(name))
                try write(directory, "\(name)/new", "new")
                try await commit(directory.appending(name))
            }
            let both = ["--since", "HEAD", "--since", "model_tests=HEAD~1"]
            #expect(
                try await reasons(both, in: directory)
                    == ["the tests changed: model_tests/new"])
            let all = try await trigger(both + ["--since", "data=HEAD~1"], in: directory)
            #expect(all.run.pipeline == .retrain)
            #expect(
                all.run.spec["reasons"]
                    == ["the data changed: data/new", "the tests changed: model_tests/new"])
            let new = try await reasons(["--since", "data=\(Self.zeros)"], in: directory)
            #expect(new == ["the data changed: data/new and 2 more"])
        }
    }

    @Test("From another working directory, and for a checkout beside the project")
    func places() async throws {
        try await withScratchDirectory { root in
            let project = root.appending("project")
            try Files.makeDirectory(project)
            try write(
                project, "mlx.yaml",
                Self.project.replacing("\"data/**\"", with: "\"../data/*.csv\""))
            try await git("init -q -b main data", root)
            try write(root, "data/a.csv", "1")
            try await commit(root.appending("data"))
            let found = try await trigger(
                ["--config", "project/mlx.yaml", "--since", "data=\(Self.zeros)"], in: root)
            #expect(
                found.run.spec["reasons"]?.arrayValue?.first == "the data changed: ../data/a.csv")
            #expect(found.run.pipeline == .train, "\(found.errors)")
        }
    }

    @Test("Only what a directory of the repository holds counts for that directory")
    func subdirectory() async throws {
        try await withProject { directory in
            try write(directory, "src/a", "new")
            try await commit(directory)
            let found = try await trigger(["--since", "data=HEAD~1"], in: directory)
            #expect(found.status == 1, "\(found.errors)")
        }
    }

    @Test("Removed tests are tested without; the reason says if none is left")
    func removedTests() async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            try write(directory, "model_tests/other", "x")
            try await commit(directory)
            try await git("rm -q model_tests/old", directory)
            try await commit(directory)
            let some = try await trigger(["--since", "HEAD~1"], in: directory)
            #expect(some.run.pipeline == .retest)
            #expect(
                some.run.spec["reasons"] == ["the tests changed: model_tests/old (removed)"])
            try await git("rm -q model_tests/other", directory)
            try await commit(directory)
            let all = try await reasons(["--since", "HEAD~2"], in: directory)
            #expect(
                all == ["the tests changed: model_tests/old (removed) and 1 more; none is left"])
        }
    }

    @Test("Removed data calls for a new training")
    func removedData() async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            try await git("rm -q data/old", directory)
            try await commit(directory)
            let found = try await trigger(["--since", "HEAD~1"], in: directory)
            #expect(found.run.pipeline == .retrain)
            #expect(found.run.spec["reasons"] == ["the data changed: data/old (removed)"])
        }
    }

    @Test("An empty range, and the project file, which is what the globs say it is")
    func nothing() async throws {
        try await withProject { directory in
            #expect(try await trigger(["--since", "HEAD"], in: directory).status == 1)
            try write(directory, "mlx.yaml", "\(Self.project)\ntrain: {seed: 1}\n")
            try await commit(directory)
            #expect(try await trigger(["--since", "HEAD~1"], in: directory).status == 1)
            let listed = Self.project.replacing("\"train.py\"", with: "\"mlx.yaml\"")
            try write(directory, "mlx.yaml", listed)
            let found = try await reasons(["--since", "HEAD~1"], in: directory)
            #expect(found == ["the model code changed: mlx.yaml"])
        }
    }

    @Test("A file that two kinds of globs name changes both")
    func twoKinds() async throws {
        try await withProject { directory in
            let both = Self.project.replacing("\"data/**\"", with: "\"data/**\", \"src/**\"")
            try write(directory, "mlx.yaml", both)
            try write(directory, "src/old", "new")
            let found = try await reasons(["--since", "HEAD"], in: directory)
            #expect(found == ["the model code changed: src/old", "the data changed: src/old"])
        }
    }

    @Test("In a CI system the commits count, and not what a build left in the working tree")
    func uncommitted() async throws {
        try await withProject { directory in
            try write(directory, "src/old", "new")
            let arguments = ["--since", "HEAD"]
            #expect(try await trigger(arguments, in: directory).status == 0)
            let inCI = try await trigger(
                arguments, in: directory, environment: ["GITLAB_CI": "true"])
            #expect(inCI.status == 1)
        }
    }

    @Test("A submodule that moved is the files that changed in it")
    func submodules() async throws {
        try await withScratchDirectory { root in
            try await git("init -q -b main delivery", root)
            let delivery = root.appending("delivery")
            try write(delivery, "a.csv", "1")
            try await commit(delivery)
            let project = root.appending("project")
            try await git("init -q -b main project", root)
            try write(project, "mlx.yaml", Self.project)
            try await git(
                "-c protocol.file.allow=always submodule -q add ../delivery data", project)
            try await commit(project)
            try write(delivery, "b.csv", "2")
            try await commit(delivery)
            try await git("pull -q origin main", project.appending("data"))
            try await commit(project)
            let moved = ["the data changed: data/b.csv"]
            #expect(try await reasons(["--since", "HEAD~1"], in: project) == moved)
            // What is checked out in it, though not committed above it.
            try await git("reset -q --soft HEAD~1", project)
            #expect(try await reasons(["--since", "HEAD"], in: project) == moved)
            try await git("reset -q --hard", project)
            try await git("-C data checkout -q HEAD~1", project)
            #expect(try await trigger(["--since", "HEAD"], in: project).status == 1)
        }
    }

    @Test("A name that a reference and a directory could be")
    func equalsSign() async throws {
        try await withProject { directory in
            try await git("branch data=old", directory)
            let reference = try await trigger(["--since", "data=old"], in: directory)
            #expect(reference.status == 64, "a directory goes before: \(reference.errors)")
            let unknown = try await trigger(["--since", "nowhere=HEAD"], in: directory)
            #expect(unknown.status == 64)
            #expect(unknown.errors.contains("'nowhere=HEAD' names no commit here"))
        }
    }
}
