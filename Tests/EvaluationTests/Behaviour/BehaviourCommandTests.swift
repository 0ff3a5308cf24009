import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct BehaviourCommandTests {
    static func places(_ root: FilePath) throws -> BehaviourCommand.Places {
        for name in ["work", "model", "out"] { try Files.makeDirectory(root.appending(name)) }
        try Files.write(root.appending("model/MLmodel"), "m".utf8)
        try Files.write(root.appending("test.csv"), "a\n1\n".utf8)
        return BehaviourCommand.Places(
            directory: root.appending("work"), model: root.appending("model"),
            testData: [root.appending("test.csv")], output: root.appending("out"),
            log: root.appending("log"), runID: "r1")
    }

    private static func run(
        _ script: String, before: String? = nil, junit: String? = "out.xml",
        timeout: String = "1m"
    ) async throws -> [Check] {
        try await withScratchDirectory { root in
            let places = try places(root)
            if let before {
                try Files.write(places.directory.appending("out.xml"), before.utf8)
            }
            var json: JSONObject = [
                "command": ["sh", "-c", .string(script)], "timeout": .string(timeout),
            ]
            json["junit"] = junit.map(JSONValue.string)
            return try await BehaviourCommand(.object(json), place: "mlx.yaml:1").run(in: places) {
                _ in
            }
        }
    }

    private static let good = "<testsuite><testcase classname='t' name='a'/></testsuite>"
    private static let bad =
        "<testsuite><testcase classname='t' name='a'><failure message='no'/></testcase></testsuite>"

    @Test func testCasesAreChecks() async throws {
        let checks = try await Self.run(#"echo "\#(Self.good)" > "$MLX_JUNIT""#)
        #expect(checks.map(\.id) == ["sh::t.a"])
        #expect(checks.map(\.status) == [.passed])
        let failed = try await Self.run(#"echo "\#(Self.bad)" > out.xml; exit 1"#)
        #expect(failed.map(\.id) == ["sh::t.a"])
        #expect(failed.first?.status == .failed && failed.first?.message == "no")
    }

    @Test func theCommandKnowsWhatItTests() async throws {
        let checks = try await Self.run(
            """
            test -f "$MLX_MODEL_DIR/MLmodel" && test "$(cat $MLX_DATA_TEST)" = "$(printf 'a\\n1')" &&
            test $MLX_RUN_ID = r1
            """, junit: nil)
        #expect(checks.map(\.status) == [.passed])
    }

    /// What must never pass in silence.
    @Test(
        arguments: [
            ("true", nil, "is missing"), ("exit 3", nil, "exit status 3"),
            ("true", good, "older than the run"), ("> out.xml", nil, "is empty"),
            ("> out.xml", good, "is empty"), ("mkdir out.xml", nil, "not a regular file"),
            ("echo '<testsuite/>' > out.xml", nil, "no test case"),
            ("echo '<testsuite>' > out.xml", nil, "cannot be read: line 2"),
            (#"echo "\#(bad)" > out.xml"#, nil, "exit status 0 although 1"),
            (#"echo "\#(good)" > out.xml; exit 5"#, nil, "exit status 5 although none"),
            (#"echo "\#(good)" > out.xml; kill -9 $$"#, nil, "killed by signal 9"),
            (
                "echo '<testsuite failures=\"1\"><testcase name=\"a\"/></testsuite>' > out.xml",
                nil,
                "says that 1 failed"
            ),
        ])
    func whatDoesNotFitTogetherFails(_ script: String, _ before: String?, _ message: String)
        async throws
    {
        let checks = try await Self.run(script, before: before)
        let last = try #require(checks.last)
        #expect(last.status == .failed && last.id == "sh")
        #expect(last.message?.contains(message) == true, "\(last.message ?? "")")
    }

    @Test func whatHangsIsStopped() async throws {
        let checks = try await Self.run(
            #"echo "\#(Self.good)" > out.xml; sleep 600"#, timeout: "1s")
        #expect(checks.map(\.status) == [.failed])
        #expect(checks.first?.message?.contains("stopped after") == true)
    }

    @Test(
        arguments: [
            (["command": "pytest"], "not a list"), (["command": []], "not a list"),
            (["command": ["a"], "timeout": "x"], "timeout"), (["comand": ["a"]], "unknown key"),
            (["command": ["a"], "image": "-v"], "begins with a dash"),
        ] as [(JSONValue, String)])
    func whatIsNoCommandIsRefused(_ json: JSONValue, _ reason: String) {
        let error = #expect(throws: BehaviourError.self) {
            try BehaviourCommand(json, place: "mlx.yaml:12")
        }
        #expect(error?.description.hasPrefix("mlx.yaml:12: ") == true)
        #expect(error?.description.contains(reason) == true)
        #expect(error?.exitStatus == .configuration)
    }

    @Test(
        .enabled(
            if: BehaviourPython.hasPytest, "needs PyPI pytest in MLX_TEST_PYTHON; run share/test"))
    func testsOfPytest() async throws {
        let python = try #require(BehaviourPython.path)
        try await withScratchDirectory { root in
            let places = try Self.places(root)
            try Files.write(
                places.directory.appending("test_model.py"),
                """
                import os, pytest
                def test_good(): assert os.path.exists(os.environ["MLX_MODEL_DIR"])
                @pytest.mark.parametrize("x", ["<a>", "é\\x1b"])
                def test_each(x): assert x == "<a>", "]]> & co"
                @pytest.fixture
                def broken(): raise OSError("no")
                def test_error(broken): pass
                @pytest.mark.skip(reason="later")
                def test_later(): pass
                """.utf8)
            let checks = try await BehaviourCommand(
                [
                    "name": "pytest", "junit": "out.xml",
                    "command": [
                        .string(python), "-m", "pytest", "-q", "--junitxml=$(MLX_JUNIT)",
                    ],
                ], place: "p"
            ).run(in: places) { _ in }
            #expect(
                checks.map(\.status) == [.passed, .passed, .failed, .failed, .skipped],
                "\(checks)")
            #expect(checks.first?.id == "pytest::test_model.test_good")
            #expect(checks[2].message?.contains("]]> & co") == true)
        }
    }
}
