import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `MLX_TEST_CONTAINER` holds the words that run an engine, `MLX_TEST_CONTAINER_RUN` further options
/// of its `run`, and `MLX_TEST_IMAGE` an image with `sh`, `cat` and `id`.
private let engine = Tool.environment("MLX_TEST_CONTAINER").map { words in
    ContainerEngine(
        program: words.split(separator: " ").map(String.init),
        options: (Tool.environment("MLX_TEST_CONTAINER_RUN") ?? "").split(separator: " ")
            .map(String.init))
}

@Suite struct ContainerTests {
    private static func places(_ root: FilePath) throws -> TestCommand.Places {
        for name in ["model", "data", "tests", "output"] {
            try Files.makeDirectory(root.appending(name))
        }
        try Files.write(root.appending("model/MLmodel"), "m\n".utf8)
        try Files.write(root.appending("data/test.csv"), "d\n".utf8)
        return TestCommand.Places(
            model: root.appending("model"), testData: [root.appending("data/test.csv")],
            predictions: nil, directory: root.appending("tests"),
            output: root.appending("output"), runID: "r1")
    }

    /// A program that notes its words stands for the engine.
    @Test func theEngineIsToldToLockTheCommandIn() async throws {
        try await withScratchDirectory { root in
            let places = try Self.places(root)
            let fake = root.appending("podman")
            try Files.write(
                fake,
                """
                #!/bin/sh
                if [ "$1" = image ]; then printf '%064d\\n' 7; exit; fi
                printf '%s\\n' "$@" > '\(root)/words'
                echo '<testsuite><testcase name="a"/></testsuite>' > '\(root)/output/out.xml'
                """.utf8)
            _ = try await Tool.shell("chmod +x '\(fake)'")
            let test = TestCommand(command: ["run", "it"], junit: "out.xml", image: "image:1")
            let checks = try await test.checks(
                in: places,
                engine: ContainerEngine(program: [fake.string], options: ["--memory=1g"])
            ) { _ in }
            #expect(checks.map(\.status) == [.passed, .passed])
            #expect(checks[0]["image"]?.stringValue?.hasPrefix("sha256:0000") == true)
            let words = String(
                decoding: try Files.read(root.appending("words")), as: UTF8.self
            ).split(separator: "\n").map(String.init)
            #expect(
                words.first == "run" && words.suffix(3) == ["--entrypoint=run", "image:1", "it"])
            func mount(_ name: String) -> String {
                "--mount=type=bind,source=\(root)/\(name),target=\(root)/\(name)"
            }
            for expected in [
                "--rm", "--network=none", "--pull=never", "--read-only", "--cap-drop=all",
                "--security-opt=no-new-privileges", mount("model") + ",readonly",
                mount("data/test.csv") + ",readonly", mount("tests") + ",readonly",
                mount("output"), "--env=MLX_RUN_ID=r1", "--env=MLX_MODEL_DIR=\(root)/model",
                "--env=MLX_JUNIT=\(root)/output/out.xml", "--workdir=\(root)/tests",
                "--memory=1g",
            ] {
                #expect(words.contains(expected), "\(expected)")
            }
            #expect(words.contains { $0.hasPrefix("--user=") })
        }
    }

    @Test func anImageThatIsNotThereIsNamed() async throws {
        try await withScratchDirectory { root in
            let places = try Self.places(root)
            let test = TestCommand(command: ["run"], junit: "out.xml", image: "image:1")
            await #expect(throws: BehaviourError.imageMissing(engine: "false", image: "image:1")) {
                _ = try await test.checks(in: places, engine: ContainerEngine(program: ["false"])) {
                    _ in
                }
            }
        }
    }

    @Test(.enabled(if: engine != nil, "no container engine is named"))
    func aRealContainerSeesWhatItMayAndNothingElse() async throws {
        let engine = try #require(engine)
        let image = try #require(Tool.environment("MLX_TEST_IMAGE"))
        try await withScratchDirectory { root in
            let places = try Self.places(root)
            let script = """
                test "$(cat $MLX_MODEL_DIR/MLmodel $MLX_DATA_TEST)" = "m\nd" || exit 9
                echo x > $MLX_MODEL_DIR/new && exit 10
                echo x > here && exit 11
                test "$(ls /sys/class/net)" = lo || exit 12
                echo '<testsuite><testcase name="a"/></testsuite>' > $MLX_JUNIT
                """
            let test = TestCommand(
                command: ["/bin/sh", "-c", script], junit: "out.xml", timeout: .seconds(60),
                image: image)
            let checks = try await test.checks(in: places, engine: engine) { _ in }
            #expect(checks.map(\.status) == [.passed, .passed], "\(checks.map(\.message))")
            #expect(checks[0]["image"]?.stringValue?.count == 71)

            let slow = TestCommand(
                command: ["/bin/sh", "-c", "trap '' TERM; sleep 600"], junit: "out.xml",
                timeout: .seconds(3), image: image)
            let stopped = try await slow.checks(in: places, engine: engine) { _ in }
            #expect(stopped.first?.message?.contains("was stopped after") == true)
            let left = try await Tool.shell(
                (engine.program + ["ps", "-aq"]).joined(separator: " "))
            #expect(left.status == 0 && left.output.isEmpty)
        }
    }
}
