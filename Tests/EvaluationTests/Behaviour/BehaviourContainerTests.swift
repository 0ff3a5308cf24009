import Evaluation
import FileStorage
import Glibc
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct BehaviourContainerTests {
    private static let digest = String(repeating: "ab", count: 32)

    /// A program that answers as podman does and writes down what it was asked.
    private static func standIn(_ root: FilePath, run: String) throws -> ContainerEngine {
        let path = root.appending("podman")
        try Files.write(
            path,
            """
            #!/bin/sh
            case "$1" in
            image) echo "WARN something"; echo 'mlx-image \(digest) ["r@sha256:1"]';;
            run) printf '%s\\n' "$@" > \(root)/run; \(run);;
            rm) printf '%s\\n' "$@" > \(root)/rm;;
            esac
            """.utf8)
        guard chmod(path.string, 0o755) == 0 else { throw Errno(rawValue: errno) }
        return ContainerEngine(program: path.string)
    }

    private static func lines(_ path: FilePath) throws -> [String] {
        String(decoding: try Files.read(path), as: UTF8.self).split(separator: "\n").map(
            String.init)
    }

    @Test func aStandInForPodmanIsToldToLockTheCommandIn() async throws {
        try await withScratchDirectory { root in
            let places = try BehaviourCommandTests.places(root)
            let engine = try Self.standIn(
                root,
                run: "echo '<testsuite><testcase name=\"a\"/></testsuite>' > \(root)/out/j.xml")
            let command = try BehaviourCommand(
                [
                    "command": ["pytest", "--junitxml=$(MLX_JUNIT)"], "junit": "r/j.xml",
                    "image": "tests:1",
                ], place: "p")
            let checks = try await command.run(in: places, engine: engine) { _ in }
            #expect(checks.map(\.id) == ["pytest::a"])
            #expect(checks.first?["image"]?["id"] == .string("sha256:\(Self.digest)"))
            #expect(checks.first?["image"]?["digests"] == ["r@sha256:1"])
            var arguments = try Self.lines(root.appending("run"))
            #expect(arguments[3].hasPrefix("mlx-behaviour-"))
            arguments[3] = "NAME"
            let user = geteuid() == 0 ? [] : ["--userns=keep-id"]
            #expect(
                arguments == [
                    "run", "--rm", "--name", "NAME", "--network=none", "--read-only",
                    "--cap-drop=all", "--security-opt=no-new-privileges",
                    "--security-opt=label=disable", "--tmpfs=/tmp",
                    "--user=\(geteuid()):\(getegid())",
                ] + user + [
                    "--mount", "type=bind,source=\(root)/work,target=/mlx/work,readonly",
                    "--mount", "type=bind,source=\(root)/model,target=/mlx/model,readonly",
                    "--mount",
                    "type=bind,source=\(root)/test.csv,target=/mlx/data/test.csv,readonly",
                    "--mount", "type=bind,source=\(root)/out,target=/mlx/output",
                    "--workdir=/mlx/work", "--env", "MLX_DATA_TEST=/mlx/data/test.csv",
                    "--env", "MLX_JUNIT=/mlx/output/j.xml", "--env", "MLX_MODEL_DIR=/mlx/model",
                    "--env", "MLX_RUN_ID=r1", "--env=HOME=/tmp", "--entrypoint", "pytest",
                    "sha256:\(Self.digest)", "--junitxml=/mlx/output/j.xml",
                ])
        }
    }

    @Test func aStandInThatHangsIsStoppedAndItsContainerRemoved() async throws {
        try await withScratchDirectory { root in
            let places = try BehaviourCommandTests.places(root)
            let engine = try Self.standIn(root, run: "sleep 600")
            let command = try BehaviourCommand(
                ["command": ["t"], "image": "i", "timeout": "1s"], place: "p")
            let checks = try await command.run(in: places, engine: engine) { _ in }
            #expect(checks.map(\.status) == [.failed])
            let name = try Self.lines(root.appending("run"))[3]
            #expect(try Self.lines(root.appending("rm")) == ["rm", "--force", name])
        }
    }

    @Test func anEngineThatRefusesIsAnError() async throws {
        try await withScratchDirectory { root in
            let places = try BehaviourCommandTests.places(root)
            let engine = try Self.standIn(root, run: "echo 'no room' >&2; exit 125")
            let command = try BehaviourCommand(["command": ["t"], "image": "i"], place: "p")
            let error = await #expect(throws: BehaviourError.self) {
                try await command.run(in: places, engine: engine) { _ in }
            }
            #expect(error?.description.contains("no room") == true)
            #expect(error?.exitStatus == .unavailable)
        }
    }

    private static let program = Tool.environment("MLX_TEST_CONTAINER")
    private static let image = Tool.environment("MLX_TEST_IMAGE")

    /// `MLX_TEST_CONTAINER` names podman or a program that calls it; `MLX_TEST_IMAGE` an image
    /// with `/bin/busybox`.
    @Test(
        .enabled(
            if: program != nil && image != nil,
            "set MLX_TEST_CONTAINER to a container engine and MLX_TEST_IMAGE to an image"))
    func aRealContainerReadsWhatItMayAndWritesOneDirectory() async throws {
        let engine = ContainerEngine(program: try #require(Self.program))
        let image = JSONValue.string(try #require(Self.image))
        try await withScratchDirectory { root in
            let places = try BehaviourCommandTests.places(root)
            let script = """
                set -e
                cat "$MLX_MODEL_DIR/MLmodel" "$MLX_DATA_TEST" > "$MLX_JUNIT"
                if echo x > "$MLX_MODEL_DIR/x"; then exit 9; fi
                if echo x > x; then exit 9; fi
                if grep -q eth /proc/net/dev; then exit 9; fi
                echo '<testsuite><testcase name="a"/></testsuite>' > "$MLX_JUNIT"
                """
            let command = try BehaviourCommand(
                [
                    "name": "t", "command": ["/bin/busybox", "sh", "-c", .string(script)],
                    "junit": "out.xml", "image": image, "timeout": "2m",
                ], place: "p")
            let checks = try await command.run(in: places, engine: engine) { _ in }
            let log = String(decoding: try Files.read(places.log), as: UTF8.self)
            #expect(checks.map(\.status) == [.passed], "\(checks) \(log)")
            let slow = try BehaviourCommand(
                ["command": ["/bin/busybox", "sleep", "600"], "image": image, "timeout": "5s"],
                place: "p")
            #expect(
                try await slow.run(in: places, engine: engine) { _ in }.map(\.status) == [.failed])
            let left = try await Tool.shell("'\(Self.program ?? "")' ps -a --format '{{.Names}}'")
            #expect(!left.output.contains("mlx-behaviour-"), "\(left.output)")
        }
    }
}
