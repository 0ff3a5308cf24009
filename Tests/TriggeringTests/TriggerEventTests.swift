import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-trigger --event`, with and without the repository that the event is of.
@Suite("mlx-trigger --event")
struct TriggerEventTests: TriggerProject {
    private static let unknown = String(repeating: "1", count: 40)

    private func head(_ directory: FilePath, _ name: String = "HEAD") async throws -> String {
        let result = try await Tool.shell("git rev-parse \(name)", directory: directory)
        return String(result.output.prefix { !$0.isNewline })
    }

    /// A push as GitHub tells of it.
    private func push(
        _ directory: FilePath, before: String, after: String, commits: String = "[]",
        forced: Bool = false
    ) throws {
        try write(
            directory, "event.json",
            """
            {"ref":"refs/heads/main","before":"\(before)","after":"\(after)",
             "forced":\(forced),"commits":\(commits)}
            """)
    }

    private static func commits(_ path: String) -> String {
        #"[{"added":[],"modified":["\#(path)"],"removed":[]}]"#
    }

    @Test("The listed files decide, and need no repository")
    func listed() async throws {
        try await withScratchDirectory { directory in
            try write(directory, "mlx.yaml", Self.project)
            try push(
                directory, before: Self.unknown, after: Self.unknown,
                commits: Self.commits("src/a"))
            let (run, status, errors) = try await trigger(
                ["--event", "event.json"], in: directory)
            #expect(status == 0, "\(errors)")
            #expect(run.pipeline == .train)
            let text = String(
                decoding: try Files.read(directory.appending("event.json")), as: UTF8.self)
            let piped = try await trigger(["--event", "-"], in: directory, input: text)
            #expect(piped.run.pipeline == .train)
        }
    }

    @Test("Paths are those of the repository, globs those of the project in it")
    func subdirectory() async throws {
        try await withScratchDirectory { root in
            let directory = root.appending("models/penguins")
            try await git("init -q -b main .", root)
            try Files.makeDirectory(directory)
            try write(directory, "mlx.yaml", Self.project)
            for (path, pipeline) in [("models/penguins/src/a", "train"), ("src/a", "none")] {
                try push(
                    directory, before: Self.unknown, after: Self.unknown,
                    commits: Self.commits(path))
                let found = try await trigger(["--event", "event.json"], in: directory)
                #expect(found.run.spec["pipeline"]?.stringValue == pipeline, "\(found.errors)")
            }
        }
    }

    @Test("Without lists git says what changed between the two commits")
    func range() async throws {
        try await withProject { directory in
            let before = try await head(directory)
            try write(directory, "src/a", "new")
            try await commit(directory)
            try await push(directory, before: before, after: head(directory))
            let found = try await trigger(["--event", "event.json"], in: directory)
            #expect(found.run.pipeline == .train, "\(found.errors)")
            try await push(directory, before: Self.unknown, after: head(directory))
            let missing = try await trigger(["--event", "event.json"], in: directory)
            #expect(missing.status == 66)
            #expect(missing.errors.contains("'\(Self.unknown)' is not here"))
            #expect(missing.errors.contains("fetch-depth: 0"))
        }
    }

    @Test("Where the commits are here, a list may leave out a move or a dropped commit")
    func incompleteList() async throws {
        try await withProject { directory in
            let before = try await head(directory)
            try await git("mv data/train.csv elsewhere.csv", directory)
            try await commit(directory)
            // As GitLab tells of it.
            try push(
                directory, before: before, after: try await head(directory),
                commits: #"[{"added":["elsewhere.csv"],"modified":[],"removed":[]}]"#)
            let moved = try await trigger(["--event", "event.json"], in: directory)
            #expect(moved.run.metadata.ci["trigger"] == "data", "\(moved.errors)")
            let dropped = try await head(directory)
            try await git("reset -q --hard \(before)", directory)
            try write(directory, "README.md", "new")
            try await commit(directory)
            // No word of force, as from Gitea.
            try push(
                directory, before: dropped, after: try await head(directory),
                commits: Self.commits("README.md"))
            let forced = try await trigger(["--event", "event.json"], in: directory)
            #expect(forced.run.metadata.ci["trigger"] == "data", "\(forced.errors)")
        }
    }

    @Test("What a push by force took away has changed; if that is gone too, all has")
    func forced() async throws {
        try await withProject { directory in
            try write(directory, "src/a", "new")
            try await commit(directory)
            let dropped = try await head(directory)
            try await git("reset -q --hard HEAD~1", directory)
            try write(directory, "README.md", "new")
            try await commit(directory)
            let after = try await head(directory)
            let commits = Self.commits("README.md")
            try push(directory, before: dropped, after: after, commits: commits, forced: true)
            let known = try await trigger(["--event", "event.json"], in: directory)
            #expect(known.run.spec["reasons"] == ["the model code changed: src/a (removed)"])
            try push(
                directory, before: Self.unknown, after: after, commits: commits, forced: true)
            let gone = try await trigger(["--event", "event.json"], in: directory)
            #expect(gone.run.spec["reasons"]?.arrayValue?.count == 3, "\(gone.errors)")
        }
    }

    @Test("Another repository's event, by the directory that it is cloned into")
    func otherCheckout() async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            try push(
                directory, before: Self.unknown, after: Self.unknown,
                commits: Self.commits("train.csv"))
            try await git("init -q data", directory)
            let found = try await trigger(["--event", "data=event.json"], in: directory)
            #expect(found.run.spec["reasons"] == ["the data changed: data/train.csv"])
            #expect(found.run.pipeline == .retrain)
        }
    }

    @Test("A pull request is compared with where it branched off")
    func pullRequest() async throws {
        try await withProject { directory in
            try await git("checkout -q -b topic", directory)
            try write(directory, "src/a", "new")
            try await commit(directory)
            let base = try await head(directory, "main")
            try write(
                directory, "event.json",
                #"{"action":"opened","pull_request":{"base":{"sha":"\#(base)"}}}"#)
            let found = try await trigger(["--event", "event.json"], in: directory)
            #expect(found.run.pipeline == .train, "\(found.errors)")
        }
    }

    @Test("A deleted branch and a dispatch need nothing else")
    func others() async throws {
        try await withProject { directory in
            try push(
                directory, before: Self.unknown, after: String(repeating: "0", count: 40))
            let deleted = try await trigger(["--event", "event.json"], in: directory)
            #expect(deleted.status == 1)
            #expect(deleted.run.spec["reasons"] == ["the branch 'main' was deleted"])
            let dispatch = try await trigger(
                ["--event", "-"], in: directory,
                input: #"{"action":"dataset-updated","client_payload":{}}"#)
            #expect(dispatch.run.pipeline == .train)
            #expect(dispatch.run.metadata.ci["trigger"] == "data")
        }
    }

    @Test("A payload that is cut off, too large or missing is an error")
    func hostile() async throws {
        try await withProject { directory in
            let cut = try await trigger(["--event", "-"], in: directory, input: "{\"ref\":")
            #expect(cut.status == 65)
            let missing = try await trigger(["--event", "nowhere"], in: directory)
            #expect(missing.status == 66)
            let large = try await Tool.shell(
                "truncate -s 40M large; ulimit -v 4000000; mlx-trigger --event large",
                directory: directory)
            #expect(large.status == 65)
            #expect(large.errors.contains("is larger than"))
        }
    }
}
