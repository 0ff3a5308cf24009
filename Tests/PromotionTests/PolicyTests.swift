import FileStorage
import Promotion
import Registry
import RunDocument
import Signing
import SystemPackage
import TestSupport
import Testing

/// The tools with a project whose policy asks for everything.
struct GuardedProject {
    let scratch: FilePath

    init(in scratch: FilePath, require: String = "[evaluation, signature, approval]") async throws {
        self.scratch = scratch
        try Files.makeDirectory(scratch.appending("model"))
        try Files.write(scratch.appending("model/MLmodel"), "flavors: {}\n".utf8)
        try Files.write(scratch.appending("model/model.ubj"), "{".utf8)
        let digest = try TreeDigest.of(directory: scratch.appending("model"))
        try Files.write(
            scratch.appending("run.json"),
            """
            {"apiVersion":"mlx/v1","kind":"Run",
             "metadata":{"id":"run-1","createdAt":"2026-11-20T12:00:00Z"},
             "model":{"uri":"model","digest":"\(digest)","format":"xgboost"},
             "stages":[{"name":"eval","tool":"t","version":"1","status":"passed","exitCode":0}],
             "status":{"phase":"Succeeded","exitCode":0}}
            """.utf8)
        try Files.write(
            scratch.appending("mlx.yaml"),
            """
            apiVersion: mlx/v1
            kind: Pipeline
            model: penguins
            registry:
              sign: {key: env:CI_KEY}
              policy:
                require: \(require)
                trust: [ci.pub]
                approvers: {anna: anna.pub}

            """.utf8)
        let keys = try await shell(
            """
            for name in ci anna eve; do
                openssl ecparam -name prime256v1 -genkey -noout -out $name.pem
                openssl ec -in $name.pem -pubout -out $name.pub 2>/dev/null
            done
            """)
        try #require(keys.status == 0, "\(keys.errors)")
    }

    func shell(_ script: String) async throws -> ToolResult {
        try await Tool.shell(script, directory: scratch)
    }

    var production: ModelStore {
        get throws {
            ModelStore(
                root: scratch.appending("registry/production"), model: try ModelName("penguins"))
        }
    }

    var testing: ModelStore {
        get throws {
            ModelStore(
                root: scratch.appending("registry/testing"), model: try ModelName("penguins"))
        }
    }
}

@Suite struct PolicyTests {
    @Test func `a pipe waits for the approval and then promotes`() async throws {
        try await withScratchDirectory { scratch in
            let project = try await GuardedProject(in: scratch)
            let pipe = #"CI_KEY="$(cat ci.pem)" mlx-register --in run.json | mlx-promote"#
            let waiting = try await project.shell(pipe)
            #expect(waiting.status == 0, "\(waiting.errors)")
            let document = try waiting.document()
            #expect(document.status.phase == .awaitingApproval)
            #expect(
                document.stage(named: "promote")?.details["approve"]
                    == "mlx-promote penguins@1 --approve --key KEY")
            #expect(waiting.errors.contains("mlx-promote penguins@1 --approve --key KEY"))
            #expect(!Files.exists(scratch.appending("registry/production")))

            let denied = try await project.shell(
                "mlx-register show penguins@1 >/dev/null; mlx-promote penguins@1")
            #expect(denied.status == 77)
            let strict = try await project.shell(
                #"CI_KEY="$(cat ci.pem)" mlx-register --in run.json | mlx-promote --require-approved"#
            )
            #expect(strict.status == 77)
            #expect(try project.testing.history().last?.outcome == .denied)

            let wrong = try await project.shell("mlx-promote penguins@1 --approve --key eve.pem")
            #expect(wrong.status == 77)
            let approved = try await project.shell(
                "mlx-promote penguins@1 --approve --key anna.pem --reason 'looks good'")
            #expect(approved.status == 0, "\(approved.errors)")
            #expect(!Files.exists(scratch.appending("registry/production")))

            let live = try await project.shell(pipe)
            #expect(live.status == 0, "\(live.errors)")
            #expect(try live.document().status.phase == .succeeded)
            #expect(try project.production.resolve("production")?.number == 1)
            for look in ["verify penguins@1 --json", "verify penguins@1", "show penguins@1"] {
                let shown = try await project.shell("mlx-register \(look)")
                #expect(shown.status == 0, "\(shown.output)\(shown.errors)")
                #expect(shown.output.contains("looks good"), "\(look)")
                #expect(shown.output.contains("ci.pub"), "\(look)")
            }
        }
    }

    @Test func `the command that approves is for the same project`() async throws {
        try await withScratchDirectory { scratch in
            let project = try await GuardedProject(in: scratch, require: "[approval]")
            let waiting = try await project.shell(
                """
                mv mlx.yaml 'my project.yaml'
                CI_KEY="$(cat ci.pem)" mlx-register --config 'my project.yaml' --in run.json |
                    mlx-promote --config 'my project.yaml' --testing registry/testing
                """)
            #expect(waiting.status == 0, "\(waiting.errors)")
            let command = try #require(
                try waiting.document().stage(named: "promote")?.details["approve"]?.stringValue)
            #expect(
                command == "mlx-promote penguins@1 --approve --key KEY "
                    + "--testing registry/testing --config 'my project.yaml'")
            let approved = try await project.shell(
                "\(command.replacing("KEY", with: "anna.pem")) --out out.json")
            #expect(approved.status == 0, "\(approved.errors)")
            let next =
                "mlx-promote penguins@1 --testing registry/testing --config 'my project.yaml'"
            #expect(approved.errors.contains("to put it in production: \(next)"))
            #expect(try await project.shell(next).status == 0)
        }
    }

    @Test func `signatures by others do not count, and an override is on record`() async throws {
        try await withScratchDirectory { scratch in
            let project = try await GuardedProject(in: scratch, require: "[signature]")
            let registered = try await project.shell(
                """
                mlx-register --in run.json --no-sign --out out.json
                mlx-register sign penguins@1 --key eve.pem
                """)
            try #require(registered.status == 0, "\(registered.errors)")
            let denied = try await project.shell("mlx-promote penguins@1 --no-serve")
            #expect(denied.status == 77)
            #expect(denied.errors.contains("mlx-register sign penguins@1 --key KEY"))
            let missing = try await project.shell("mlx-register verify penguins@1")
            #expect(missing.status == 1)
            let eve = try await project.shell("mlx-register verify penguins@1 --key eve.pub")
            #expect(eve.status == 0, "\(eve.output)")
            let forced = try await project.shell(
                "mlx-promote penguins@1 --override --reason 'the key server is down'")
            #expect(forced.status == 0, "\(forced.errors)")
            let last = try project.production.history().last
            #expect(last?.reason == "the key server is down")
            // Neither going back nor looking needs the keys.
            let shown = try await project.shell(
                "rm ci.pub; mlx-register show penguins@1; mlx-promote penguins --rollback || test $? = 1"
            )
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(shown.output.contains("by a key that is not known here"))
            #expect(try await project.shell("mlx-promote penguins@1").status == 77)
            let blob = try #require(try project.testing.require("1").files.first)
            try Files.replace(
                project.testing.path.appending("blobs/sha256/\(blob.digest.hex)"),
                with: "x".utf8)
            let damaged = try await project.shell(
                "openssl ec -in ci.pem -pubout -out ci.pub; mlx-register verify penguins@1"
            )
            #expect(damaged.status == 65)
        }
    }

    /// PyPI's `model-signing`, beside the Python that `share/test` prepares.
    private static let reference: FilePath? = {
        guard let python = Tool.environment("MLX_TEST_PYTHON") else { return nil }
        let program = FilePath(python).removingLastComponent().appending("model_signing")
        return Files.exists(program) ? program : nil
    }()

    @Test(
        .enabled(
            if: reference != nil, "needs PyPI model-signing in MLX_TEST_PYTHON; run share/test"))
    func `the reference implementation accepts what is registered`() async throws {
        let program = try #require(Self.reference)
        try await withScratchDirectory { scratch in
            let project = try await GuardedProject(in: scratch)
            let result = try await project.shell(
                """
                CI_KEY="$(cat ci.pem)" mlx-register --in run.json --out out.json
                bundle=$(mlx-register verify penguins@1 --json |
                    grep -o '"bundle":"sha256:[0-9a-f]*' | cut -d: -f3)
                '\(program)' verify key model --public_key ci.pub \\
                    --signature registry/testing/penguins/blobs/sha256/$bundle
                """)
            #expect(result.status == 0, "\(result.output)\(result.errors)")
        }
    }

    @Test func `a key that cannot be read is found out before anything is registered`()
        async throws
    {
        try await withScratchDirectory { scratch in
            let project = try await GuardedProject(in: scratch)
            let result = try await project.shell("mlx-register --in run.json")
            #expect(result.status == 77)
            #expect(!Files.exists(scratch.appending("registry")))
        }
    }

    @Test(
        arguments: [
            ("require: [sign]", "none of evaluation, signature, approval"),
            ("trusts: [a.pub]", "unknown key 'trusts' in 'registry.policy'"),
        ])
    func `a policy with a word that nobody knows is refused`(_ line: String, _ message: String)
        async throws
    {
        try await withScratchDirectory { scratch in
            try Files.write(
                scratch.appending("mlx.yaml"),
                "apiVersion: mlx/v1\nkind: Pipeline\nregistry:\n  policy:\n    \(line)\n".utf8)
            let result = try await Tool.run(
                "mlx-register", ["list"], directory: scratch)
            #expect(result.status == 78)
            #expect(result.errors.contains(message), "\(result.errors)")
        }
    }

    @Test func `a policy without the keys it needs is refused`() async throws {
        try await withScratchDirectory { scratch in
            try Files.write(
                scratch.appending("mlx.yaml"),
                """
                apiVersion: mlx/v1
                kind: Pipeline
                registry: {policy: {require: [signature]}}

                """.utf8)
            let result = try await Tool.run(
                "mlx-promote", ["penguins@1"], directory: scratch)
            #expect(result.status == 78, "\(result.errors)")
        }
    }
}
