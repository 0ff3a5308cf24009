import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// A project whose registries are both elsewhere, worked on from checkouts that share nothing.
@Suite(
    "Projects with registries elsewhere",
    .enabled(
        if: Tool.environment("MLX_TEST_PYTHON") != nil && Files.exists("/usr/bin/docker-registry"),
        "needs docker-registry and MLX_TEST_PYTHON; run share/test"),
    .timeLimit(.minutes(5)))
struct RemoteRegistryTests {
    private static let variables = [
        "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
        "SOURCE_DATE_EPOCH": "1763640000",
    ]

    private func start(_ kind: String, _ scratch: FilePath) async throws -> String {
        let directory = scratch.appending("peer-\(kind)")
        try Files.makeDirectory(directory)
        try await python("peers.py", [kind, directory.string])
        return String(decoding: try Files.read(directory.appending("address")), as: UTF8.self)
    }

    private func python(_ script: String, _ arguments: [String]) async throws {
        let program = try #require(Tool.environment("MLX_TEST_PYTHON"))
        let path = Tool.root.appending("Tests/RemotesTests/Servers/\(script)").string
        let result = try await Tool.run(program, [path] + arguments)
        try #require(result.status == 0, "\(result.errors)")
    }

    /// Starts both services.
    ///
    /// - Returns: the variables that a runner has, and mlx.yaml.
    private func prepare(_ scratch: FilePath) async throws -> ([String: String], String) {
        let endpoint = "http://\(try await start("moto", scratch))"
        try await python("bucket.py", ["make", endpoint, "models"])
        let host = try await start("registry", scratch)
        var environment = Self.variables
        environment["AWS_ENDPOINT_URL"] = endpoint
        return (
            environment,
            """
            apiVersion: mlx/v1
            kind: Pipeline
            model: penguins
            data: {train: train.csv, test: test.csv, schema: schema.json}
            train: {parameters: {max_depth: 3, num_round: 10}}
            eval: {gates: [{metric: accuracy, lower_bound: 0.9, change: {absolute: -0.05}}]}
            registry:
              testing: s3://models/testing
              production: oci://\(host)/production
            """
        )
    }

    private func checkOut(_ name: String, _ project: String, _ scratch: FilePath) async throws
        -> FilePath
    {
        let directory = scratch.appending(name)
        try Files.makeDirectory(directory)
        try Files.replace(directory.appending("mlx.yaml"), with: project.utf8)
        let example = Tool.root.appending("share/mlx/examples/penguins")
        let result = try await Tool.shell(
            """
            cp '\(example)/schema.json' .
            awk 'NR == 1 || NR % 4' '\(example)/penguins.csv' > train.csv
            awk 'NR == 1 || NR % 4 == 0' '\(example)/penguins.csv' > test.csv
            """, directory: directory)
        try #require(result.status == 0, "\(result.errors)")
        return directory
    }

    @Test("Train, register, promote, retrain and roll back, each on a runner that has nothing")
    func story() async throws {
        try await withScratchDirectory { scratch in
            let (environment, project) = try await prepare(scratch)
            let steps: [(String, String)] = [
                (
                    "register",
                    "mlx-trigger | mlx-train --run-id one | mlx-eval | mlx-register --out run.json"
                ),
                (
                    "look",
                    """
                    mlx-register list | grep '^penguins  *1 '
                    [ ! -e .mlx/remotes/*/penguins/blobs/sha256/* ]
                    mlx-register show penguins@1 --json | grep '"registry":"s3://models/testing"'
                    mlx-register verify penguins@1
                    mlx-register export penguins@1 files && [ -s files/model.ubj ]
                    mlx-register alias penguins@1 candidate
                    mlx-register audit penguins
                    mlx-register fsck
                    mlx-register image penguins@candidate --out image
                    mlx-predict --registry testing --model penguins@candidate test.csv > scored.csv
                    """
                ),
                (
                    "promote",
                    "mlx-promote penguins@candidate --no-input && mlx-promote list | grep penguins"
                ),
                (
                    "retrain",
                    """
                    mlx-train --run-id two --from production | mlx-eval | mlx-register \
                      | mlx-promote --out run.json
                    grep -q '"baseline"' run.json
                    """
                ),
                (
                    "back",
                    """
                    mlx-predict test.csv > scored.csv
                    mlx-promote penguins --rollback
                    mlx-promote show penguins
                    """
                ),
                (
                    "history",
                    """
                    [ "$(mlx-register history penguins | wc -l)" = 4 ]
                    mlx-register diff penguins@1 penguins@2 > difference
                    mlx-register audit penguins --registry production
                    mlx-register fsck
                    mlx-register delete penguins@1 --reason test && exit 9 || [ $? = 77 ]
                    mlx-promote penguins --reconcile
                    mlx-promote show penguins --json | grep '"production":1'
                    """
                ),
            ]
            for (name, script) in steps {
                let directory = try await checkOut(name, project, scratch)
                let result = try await Tool.shell(
                    script, using: ["bash", "-e", "-o", "pipefail"], directory: directory,
                    environment: environment)
                #expect(result.status == 0, "\(name): \(result.output)\(result.errors)")
                // Nothing but mirrors remembers a registry.
                #expect(!Files.exists(directory.appending("registry")))
            }
        }
    }

    @Test("A service follows what is promoted elsewhere")
    func serving() async throws {
        try await withScratchDirectory { scratch in
            let (environment, project) = try await prepare(scratch)
            let one = try await checkOut("one", project, scratch)
            _ = try await checkOut("two", project, scratch)
            let result = try await Tool.shell(
                """
                mlx-train --run-id one | mlx-eval | mlx-register | mlx-promote --out run.json
                cd ../two
                mlx-serve --port 0 --port-file port 2> log &
                service=$!
                trap 'kill $service; wait $service' EXIT
                wait_for() { for i in $(seq 300); do ! grep -q "$1" log || return 0; sleep 0.1; done; cat log; return 1; }
                wait_for 'penguins@1 is live'
                cd ../one
                mlx-train --run-id two --from production | mlx-eval | mlx-register | mlx-promote --out run.json
                cd ../two
                wait_for 'penguins@2 is live'
                """, using: ["bash", "-e", "-o", "pipefail"], directory: one,
                environment: environment)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    @Test("A registry that cannot be reached, or is none, has a status and a hint")
    func mistakes() async throws {
        try await withScratchDirectory { scratch in
            let project = """
                apiVersion: mlx/v1
                kind: Pipeline
                model: penguins
                registry: {testing: "REGISTRY"}
                """
            let cases: [(String, [String], Int, String)] = [
                ("oci://127.0.0.1:1/x", ["list"], 69, "hint"),
                ("oci://127.0.0.1:1/x", ["show", "penguins@1"], 69, "oci://127.0.0.1:1/x"),
                ("s3://bucket", ["show", "penguins@1"], 77, "AWS_ACCESS_KEY_ID"),
                ("s3://user:hunter2@bucket", ["list"], 78, "mlx.yaml:4"),
                ("http://127.0.0.1/x", ["list"], 78, "mlx.yaml:4"),
                ("directory", ["list", "--registry", "mlflow://127.0.0.1:1"], 64, "models"),
                ("directory", ["list", "--registry", "oci://user:hunter2@host/x"], 64, "host"),
            ]
            for (registry, arguments, status, text) in cases {
                let file = project.replacing("REGISTRY", with: registry)
                try Files.replace(scratch.appending("mlx.yaml"), with: file.utf8)
                let result = try await Tool.run("mlx-register", arguments, directory: scratch)
                #expect(result.status == status, "\(registry): \(result.errors)")
                #expect(result.errors.contains(text) && result.output.isEmpty, "\(result.errors)")
                #expect(!result.errors.contains("hunter2"))
            }
        }
    }
}
