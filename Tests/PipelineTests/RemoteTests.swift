import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite(
    "Remotes from the command line",
    .enabled(
        if: Tool.environment("MLX_TEST_PYTHON") != nil && Files.exists("/usr/bin/docker-registry"),
        "needs docker-registry and MLX_TEST_PYTHON; run share/test"))
struct RemoteTests {
    /// Starts docker-registry and registers a model of some megabytes.
    private func start(_ scratch: FilePath) async throws -> String {
        let directory = scratch.appending("peer")
        try Files.makeDirectory(directory)
        let python = try #require(Tool.environment("MLX_TEST_PYTHON"))
        let script = Tool.root.appending("Tests/RemotesTests/Servers/peers.py").string
        let started = try await Tool.run(python, [script, "registry", directory.string])
        try #require(started.status == 0, "\(started.errors)")
        try Files.makeDirectory(scratch.appending("model"))
        try Files.replace(scratch.appending("model/MLmodel"), with: "flavors: {}\n".utf8)
        try Files.replace(
            scratch.appending("model/model.ubj"), with: [UInt8](repeating: 0x7B, count: 8_000_000))
        let registered = try await Tool.run(
            "mlx-register", ["--no-input", "--model", "penguins", "--model-directory", "model"],
            directory: scratch)
        try #require(registered.status == 0, "\(registered.errors)")
        let address = try Files.read(directory.appending("address"))
        return "oci://\(String(decoding: address, as: UTF8.self))/team"
    }

    @Test("What is pushed can be pulled into another registry, and both are recorded")
    func pushAndPull() async throws {
        try await withScratchDirectory { scratch in
            let remote = try await start(scratch)
            let push = ["push", "penguins@1", remote, "--tag", "candidate"]
            let first = try await Tool.run("mlx-register", push, directory: scratch)
            #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
            #expect(first.output.hasPrefix("penguins@1 sent to \(remote)/penguins: "))
            let again = try await Tool.run("mlx-register", push + ["--json"], directory: scratch)
            let report = try JSONValue(parsing: again.output.utf8)
            #expect(report["outcome"] == "unchanged" && report["blobs"] == 0)

            let pull = ["pull", remote, "penguins@candidate", "--registry", "other", "--json"]
            let pulled = try await Tool.run("mlx-register", pull, directory: scratch)
            #expect(pulled.status == 0, "\(pulled.errors)")
            let taken = try JSONValue(parsing: pulled.output.utf8)
            #expect(taken["outcome"] == "pulled" && taken["version"] == 1)
            #expect(taken["manifest"] == report["manifest"])
            let repeated = try await Tool.run("mlx-register", pull, directory: scratch)
            #expect(try JSONValue(parsing: repeated.output.utf8)["outcome"] == "unchanged")
            let shown = try await Tool.run(
                "mlx-register", ["show", "penguins@1", "--registry", "other", "--json"],
                directory: scratch)
            let audit = try JSONValue(parsing: shown.output.utf8)["audit"]?.arrayValue
            #expect(audit?.map { $0["action"]?.stringValue } == ["pull"])
        }
    }

    @Test(
        "Mistakes have statuses of their own",
        arguments: [
            (["push", "penguins@1", "http://127.0.0.1/x"], 64),
            (["push", "penguins@1", "oci://user:word@host/x"], 64),
            (["push", "penguins@1", "REMOTE", "--tag", "7"], 64),
            (["push", "penguins@9", "REMOTE"], 66), (["pull", "REMOTE", "penguins@9"], 66),
            (["pull", "REMOTE", "unknown"], 66), (["push", "penguins@1", "s3://bucket"], 77),
            (["push", "penguins@1", "mlflow://localhost"], 64),
        ])
    func mistakes(arguments: [String], status: Int) async throws {
        try await withScratchDirectory { scratch in
            let remote = try await start(scratch)
            let result = try await Tool.run(
                "mlx-register", arguments.map { $0 == "REMOTE" ? remote : $0 }, directory: scratch)
            #expect(result.status == status, "\(result.errors)")
            #expect(result.output.isEmpty && !result.errors.contains("word"))
        }
    }

    @Test("A pull that is killed at any time leaves nothing listed, and the next one succeeds")
    func killedPulls() async throws {
        try await withScratchDirectory { scratch in
            let remote = try await start(scratch)
            _ = try await Tool.run(
                "mlx-register", ["push", "penguins@1", remote], directory: scratch)
            let result = try await Tool.shell(
                """
                for delay in 0.005 0.01 0.02 0.03 0.04 0.06 0.08 0.1; do
                  timeout -s KILL $delay mlx-register pull \(remote) penguins@1 --registry other \
                    >out 2>err || true
                  mlx-register list --registry other >listed
                  if [ -s listed ]; then mlx-register show penguins@1 --registry other >shown; fi
                done
                # As if one had died between the last byte of a blob and its name.
                mkdir -p other/penguins/.mlx/tmp
                for blob in registry/testing/penguins/blobs/sha256/*; do
                  cp $blob other/penguins/.mlx/tmp/${blob##*/}.part
                done
                rm -rf other/penguins/index.json other/penguins/blobs/sha256/*
                mlx-register pull \(remote) penguins@1 --registry other
                rm -rf other/penguins/.mlx/tmp/*.part
                diff -r registry/testing/penguins/blobs other/penguins/blobs
                """, directory: scratch)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }
}
