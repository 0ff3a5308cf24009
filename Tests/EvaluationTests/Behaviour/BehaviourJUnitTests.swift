import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The Python of the tests.
enum BehaviourPython {
    static let path = Tool.environment("MLX_TEST_PYTHON")
    static let absence: Comment = "MLX_TEST_PYTHON names no Python; run share/test"

    /// Whether pytest is among what it has.
    static let hasPytest: Bool = {
        guard let path else { return false }
        let libraries = FilePath(path).removingLastComponent().removingLastComponent()
            .appending("lib")
        return ((try? Files.names(in: libraries)) ?? []).contains {
            Files.isDirectory(libraries.appending("\($0)/site-packages/pytest"))
        }
    }()
}

@Suite struct BehaviourJUnitTests {
    /// What several writers write.
    private static let sample = """
        <?xml version="1.0" encoding="utf-8"?>
        <!-- a comment --><testsuites name="all"><properties><property name="a"/></properties>
        <testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" time="0.5">
        <testsuite name="inner"><testcase classname="t.A" name="one[a&lt;b]" time="0.25"/></testsuite>
        <testcase classname="t" name="two" file="t.py" line="7"><failure message="a &#65;&#x42; &amp; c">E <![CDATA[<x>&]]>
        </failure><system-out>text</system-out></testcase>
        <testcase classname="t" name="three"><error type="e">broken
        here</error></testcase>
        <testcase classname="t" name="four"><skipped/></testcase>
        </testsuite></testsuites>
        """

    @Test func casesOfNestedSuitesAreRead() throws {
        let results = try JUnitResults(parsing: Array(Self.sample.utf8))
        #expect(results.cases.map(\.name) == ["one[a<b]", "two", "three", "four"])
        #expect(results.cases.map(\.outcome) == [.passed, .failure, .error, .skipped])
        #expect(results.cases[0].seconds == 0.25 && results.cases[1].line == 7)
        #expect(results.cases[1].message == "a AB & c")
        #expect(results.cases[1].output == "E <x>&\n")
        #expect(results.contradiction == nil)
    }

    @Test func aSuiteThatClaimsMoreFailuresContradictsItself() throws {
        let text =
            #"<testsuite name="s" failures="2"><testcase name="a"><failure/></testcase></testsuite>"#
        #expect(try JUnitResults(parsing: Array(text.utf8)).contradiction != nil)
    }

    @Test(
        arguments: [
            "", " ", "<html/>", "<testsuite>", "<testsuite></testsuites>",
            "<testsuite/><testsuite/>",
            "<testsuite a='1' a='2'/>", "<testsuite a=1/>", "<testsuite>&nbsp;</testsuite>",
            "<testsuite>&#0;</testsuite>", "<testsuite>&#xD800;</testsuite>",
            "<testsuite>&#+5;</testsuite>",
            "<testsuite>]]></testsuite>", "<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite/>",
            "<testsuite a='<'/>", "<testsuite><!-- a -- b --></testsuite>", "x<testsuite/>",
            "<?xml version='1.0' encoding='latin1'?><testsuite/>", "<testsuite>\u{1}</testsuite>",
            "<testsuite><testcase><testcase/></testcase></testsuite>", "<1/>",
        ])
    func whatIsNoJUnitIsRefused(_ text: String) {
        #expect(throws: XMLSyntaxError.self) { try JUnitResults(parsing: Array(text.utf8)) }
    }

    @Test func depthAndNumberAreBounded() {
        let deep = String(repeating: "<testsuite>", count: 100)
        #expect(throws: XMLSyntaxError.self) { try JUnitResults(parsing: Array(deep.utf8)) }
        let many =
            "<testsuite>"
            + String(repeating: "<testcase/>", count: JUnitResults.caseLimit + 1) + "</testsuite>"
        #expect(throws: XMLSyntaxError.self) { try JUnitResults(parsing: Array(many.utf8)) }
    }

    /// As the JUnit report of a stage is written.
    @Test func whatThisProjectWritesIsRead() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="mlx r1" tests="3" failures="1" errors="0" time="0.250">
            <testsuite name="validate" tests="3" failures="1" errors="0" skipped="1" time="0.250">
            <properties><property name="tool" value="mlx-validate"/></properties>
            <testcase classname="mlx-validate.validate" name="a&lt;&amp;&gt;&quot;'" time="0.000"/>
            <testcase classname="mlx-validate.validate" name="b" time="0.000"><failure type="check" \
            message="]]&gt; &amp; &#10;x">]]&gt; &amp;
            expected: 1</failure></testcase>
            <testcase classname="mlx-validate.validate" name="c" time="0.000"><skipped message="m"/>\
            </testcase>
            </testsuite>
            </testsuites>
            """
        let results = try JUnitResults(parsing: Array(text.utf8))
        #expect(results.cases.map(\.outcome) == [.passed, .failure, .skipped])
        #expect(results.cases[0].name == "a<&>\"'")
        #expect(results.cases[1].message == "]]> & \nx")
    }

    /// Changes some bytes of the sample.
    private static func mutant(_ random: inout SplitMix) -> [UInt8] {
        var bytes = Array(sample.utf8)
        let alphabet = Array("<>&;/=\"'!?-[]# \n\rax19".utf8) + [0xC3, 0xA9, 0x01, 0xFF]
        let start = 40  // after the declaration, of which expat takes other encodings
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let place = Int.random(in: start..<bytes.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: bytes[place] = alphabet.randomElement(using: &random) ?? 0x20
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(alphabet.randomElement(using: &random) ?? 0x20, at: place)
            default: bytes.removeSubrange(place..<min(bytes.count, place + 20))
            }
        }
        return bytes
    }

    private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        guard var reader = try? XMLReader(bytes) else { return false }
        do { while try reader.next() != nil {} } catch { return false }
        return true
    }

    @Test func randomBytesAreSurvived() {
        var random = SplitMix(seed: 1)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...60, using: &random)
            let alphabet = Array("<testsuite/>&#x;=\"' ![CDATA[]]->?\u{0}é".utf8)
            let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            _ = try? JUnitResults(parsing: bytes)
            _ = try? JUnitResults(parsing: Self.mutant(&random))
        }
    }

    @Test(.enabled(if: BehaviourPython.path != nil, BehaviourPython.absence))
    func whatIsWellFormedIsWhatExpatTakes() async throws {
        let python = try #require(BehaviourPython.path)
        var random = SplitMix(seed: 2)
        let documents = (0..<4000).map { _ in Self.mutant(&random) }
            .filter { !$0.contains(0) }
        try await withScratchDirectory { directory in
            try Files.write(
                directory.appending("documents"), Array(documents.joined(separator: [0])))
            let script = """
                import sys, xml.parsers.expat as e
                for d in open(sys.argv[1], 'rb').read().split(b'\\0'):
                    try: e.ParserCreate().Parse(d, True); print('1')
                    except e.ExpatError: print('0')
                """
            let result = try await Tool.run(
                python, ["-c", script, directory.appending("documents").string])
            let expected = result.output.split(separator: "\n").map { $0 == "1" }
            try #require(expected.count == documents.count, "\(result.errors)")
            #expect(expected.count { $0 } > 100)
            for (document, isTaken) in zip(documents, expected)
            where Self.isWellFormed(document) != isTaken {
                Issue.record("expat: \(isTaken): \(String(decoding: document, as: UTF8.self))")
            }
        }
    }
}
