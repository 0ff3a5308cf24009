import Evaluation
import FileStorage
import ProcessControl
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct TestCommandTests {
    private static let good = """
        <?xml version="1.0" encoding="utf-8"?>
        <!-- by hand -->
        <testsuites><testsuite name="s" tests="3" failures="0" errors="0">
        <properties><property name="p" value="v"/></properties>
        <testcase classname="m.test_a" name="one" time="0.25" file="m/test_a.py" line="7"/>
        <testsuite><testcase classname="m.test_a" name="two[&lt;x&gt;]"><system-out><![CDATA[<&]]></system-out></testcase></testsuite>
        <testcase classname="m" name="three"><skipped message="later"/></testcase>
        </testsuite></testsuites>
        """
    private static let bad = """
        <testsuite tests="2" failures="1" errors="1">
        <testcase classname="a" name="t"><failure message="1 &#33;= 2">long</failure></testcase>
        <testcase classname="b" name="t"><error>no model</error></testcase>
        </testsuite>
        """

    /// Runs a shell script that leaves `out.xml`, which holds `old` before.
    private static func checks(
        _ script: String, xml: String = good, old: String? = nil, timeout: Duration? = nil
    ) async throws -> [Check] {
        try await withScratchDirectory { directory in
            let output = directory.appending("output")
            try Files.makeDirectory(output)
            try Files.write(directory.appending("new.xml"), xml.utf8)
            if let old { try Files.write(directory.appending("out.xml"), old.utf8) }
            let command = TestCommand(
                command: ["sh", "-c", script], junit: "out.xml", timeout: timeout)
            let places = TestCommand.Places(
                model: "/models/m", testData: ["/data/a.csv", "/data/b.csv"], predictions: nil,
                directory: directory, output: output, runID: "r1")
            return try await command.checks(in: places) { _ in }
        }
    }

    @Test func eachTestCaseIsACheck() async throws {
        let checks = try await Self.checks("cp new.xml out.xml")
        #expect(checks.map(\.id) == ["sh", "sh::one", "sh::two[<x>]", "sh::three"])
        #expect(checks.map(\.status) == [.passed, .passed, .passed, .skipped])
        #expect(checks[1].file == "m/test_a.py" && checks[1].line == 7)
        #expect(checks[1]["seconds"] == 0.25 && checks[0]["tests"] == 3)
    }

    @Test func failuresAndErrorsAreTold() async throws {
        let checks = try await Self.checks("cp new.xml out.xml; exit 1", xml: Self.bad)
        #expect(checks.map(\.id) == ["sh", "sh::a.t", "sh::b.t"])
        #expect(checks.map(\.status) == [.failed, .failed, .failed])
        #expect(checks.map(\.message) == ["2 of 2 tests failed", "1 != 2", "no model"])
    }

    @Test(
        arguments: [
            ("true", good, nil, "ended with exit status 0 and left no 'out.xml'"),
            ("exit 3", good, nil, "ended with exit status 3 and left no 'out.xml'"),
            ("true", good, good, "left 'out.xml' as it was before"),
            (
                "cp new.xml out.xml; exit 1", good, nil,
                "exit status 1 and says in 'out.xml' that no test failed"
            ),
            ("cp new.xml out.xml", bad, nil, "exit status 0 and says in 'out.xml' that 2 failed"),
            (
                "cp new.xml out.xml; kill -9 $$", good, good,
                "killed by signal 9 and left 'out.xml' before"
            ),
            ("cp new.xml out.xml", "<testsuite/>", nil, "left no test case"),
            ("cp new.xml out.xml", "", nil, "no JUnit: line 1: it has no element"),
            ("head -c 300 new.xml > out.xml", good, nil, "no JUnit: line 4"),
            ("cp new.xml out.xml", "<html/>", nil, "it begins with 'html'"),
            (
                "cp new.xml out.xml", "<testsuite errors='2'><testcase name='a'/></testsuite>", nil,
                "that 2 more failed than it lists"
            ),
            (
                "cp new.xml out.xml",
                "<testsuite><testcase name='a'><skipped/></testcase></testsuite>", nil,
                "skipped every test"
            ),
        ] as [(String, String, String?, String)])
    func nothingPassesInSilence(
        _ script: String, _ xml: String, _ old: String?, _ message: String
    ) async throws {
        let checks = try await Self.checks(script, xml: xml, old: old)
        #expect(checks.first?.status == .failed)
        #expect(checks.first?.message?.contains(message) == true, "\(checks.first?.message ?? "")")
    }

    @Test func aCommandThatHangsIsStopped() async throws {
        let checks = try await Self.checks(
            "cp new.xml out.xml; sleep 600", timeout: .milliseconds(300))
        #expect(checks.first?.message?.contains("was stopped after") == true)
        #expect(checks.first?.status == .failed)
    }

    @Test func theCommandKnowsWhatItTests() async throws {
        let script = """
            test "$MLX_MODEL_DIR|$MLX_RUN_ID|$MLX_PREDICTIONS" = "/models/m|r1|" &&
            test "$MLX_DATA_TEST" = "/data/a.csv\n/data/b.csv" &&
            cp new.xml "$MLX_JUNIT" && touch "$MLX_OUTPUT_DIR/x"
            """
        #expect(try await Self.checks(script).first?.status == .passed)
    }

    @Test func aMissingCommandIsAnError() async throws {
        try await withScratchDirectory { directory in
            let command = TestCommand(command: ["no-such-tests"], junit: "out.xml")
            let places = TestCommand.Places(
                model: nil, testData: [], predictions: nil, directory: directory,
                output: directory, runID: "r")
            await #expect(throws: ProcessError.commandMissing(name: "no-such-tests")) {
                _ = try await command.checks(in: places) { _ in }
            }
        }
    }

    @Test func theProjectFileIsRead() throws {
        let read = try TestCommand([
            "command": ["pytest", "-q", "t"], "junit": "out.xml", "timeout": "10m", "image": "i:1",
        ])
        #expect(
            read
                == TestCommand(
                    command: ["pytest", "-q", "t"], junit: "out.xml", timeout: .seconds(600),
                    image: "i:1"))
        for json: JSONValue in [
            ["command": ["a"]], ["command": "a", "junit": "o"], ["command": [], "junit": "o"],
            ["command": ["a"], "junit": "o", "image": 3],
        ] {
            #expect(throws: TestCommandError.self) { try TestCommand(json) }
        }
        #expect {
            try TestCommand(["comand": ["a"], "junit": "o"])
        } throws: { error in
            (error as? TestCommandError)?.hint == "did you mean 'command'?"
        }
    }

    /// Markup that a reader must refuse, each as the whole file.
    @Test(
        arguments: [
            "<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite/>", "<testsuite>&a;</testsuite>",
            "<testsuite><a></testsuite></a>", "<testsuite a='1' a='2'/>", "<testsuite a=1/>",
            "<testsuite/><testsuite/>", "<testsuite>", "<testsuite a='<'/>", "<testsuite>&#0;",
            "<testsuite>\u{1}</testsuite>", "<?xml version='1.0' encoding='utf-16'?><testsuite/>",
            "<testsuite><!DOCTYPE a></testsuite>", "text", "<testsuite><![CDATA[</testsuite>",
            String(repeating: "<testsuite>", count: 65)
                + String(repeating: "</testsuite>", count: 65),
        ])
    func markupThatIsNotTaken(_ xml: String) async throws {
        let checks = try await Self.checks("cp new.xml out.xml", xml: xml)
        #expect(checks.count == 1 && checks[0].message?.contains("which is no JUnit") == true)
    }
}
