import Reporting
import RunDocument
import RunReporting
import TestSupport
import Testing

@Suite struct JUnitReportTests {
    private static func run(_ stages: Stage...) -> Run {
        var run = Run(metadata: RunMetadata(id: "run-1", createdAt: "2026-01-02T03:04:05Z"))
        for stage in stages { run.append(stage) }
        return run
    }

    private static func stage(_ status: StageStatus, _ checks: [Check] = []) -> Stage {
        var stage = Stage(
            name: "validate", tool: "mlx-validate", version: "1.2.3", status: status,
            exitCode: status == .passed ? 0 : 1)
        stage.checks = checks
        return stage
    }

    @Test func aStageIsASuiteAndACheckIsACase() {
        var type = Check(
            id: "type-error/age", status: .failed, observed: "x", expected: "an integer",
            message: "a.csv:2:1: 'x' in 'age' is not an integer (2 in all)", file: "a.csv", line: 2)
        type["count"] = 2
        type["rows"] = [
            ["file": "a.csv", "line": 2, "column": "age", "value": "x"],
            ["file": "a.csv", "line": 9, "column": "age", "value": "<y>"],
        ]
        var stage = Self.stage(
            .failed,
            [
                type,
                Check(id: "rows", status: .passed, observed: 344),
                Check(
                    id: "duplicates", status: .warning, observed: 0.0625, expected: "<= 0.05",
                    message: "6 rows are there twice"),
                Check(id: "freshness", status: .skipped, message: "not checked"),
            ])
        stage.startedAt = "2026-01-02T03:04:05Z"
        stage.durationMs = 1234.4
        #expect(
            JUnitReport.text(Self.run(stage)) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="mlx run-1" tests="4" failures="1" errors="0" time="1.234">
                <testsuite name="validate" tests="4" failures="1" errors="0" skipped="1" time="1.234" timestamp="2026-01-02T03:04:05Z">
                <testcase classname="mlx-validate.validate" name="type-error/age" time="0.000" file="a.csv"><failure type="check" message="a.csv:2:1: &#39;x&#39; in &#39;age&#39; is not an integer (2 in all)">a.csv:2:1: &#39;x&#39; in &#39;age&#39; is not an integer (2 in all)
                observed: 2 times, first: &#39;x&#39;
                expected: an integer
                at: a.csv:2
                a.csv:2: age = &#39;x&#39;
                a.csv:9: age = &#39;&lt;y&gt;&#39;</failure></testcase>
                <testcase classname="mlx-validate.validate" name="rows" time="0.000"/>
                <testcase classname="mlx-validate.validate" name="duplicates" time="0.000"><system-out>warning: 6 rows are there twice
                observed: 0.0625
                expected: &lt;= 0.05</system-out></testcase>
                <testcase classname="mlx-validate.validate" name="freshness" time="0.000"><skipped message="not checked"/></testcase>
                </testsuite>
                </testsuites>

                """)
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func whatIsInconclusiveIsSkippedAndSaysWhy() async throws {
        let checks = [
            Check(id: "auc", status: .inconclusive, message: "0.79 to 0.83, and the bound is 0.8"),
            Check(id: "f1", status: .inconclusive),
        ]
        let suite = try #require(
            try await MarkupReader.read(
                JUnitReport.text(Self.run(Self.stage(.passed, checks))), as: .junit
            ).arrayValue?.first)
        #expect(suite["skipped"] == 2)
        #expect(suite["failures"] == 0)
        let results = suite["cases"]?.arrayValue?.map { $0["results"]?.arrayValue?.first }
        #expect(
            results?.map { $0?["message"]?.stringValue } == [
                "inconclusive: 0.79 to 0.83, and the bound is 0.8",
                "inconclusive: what was measured may lie on either side of the bound",
            ])
    }

    /// What a stage's checks do not tell, a case of its own does; a suite is never empty, which
    /// Jenkins takes for a fault.
    @Test(
        .enabled(if: MarkupReader.isAvailable, MarkupReader.absence),
        arguments: [
            (StageStatus.passed, nil), (.skipped, "Skipped"), (.failed, "Failure"),
            (.error, "Error"),
        ] as [(StageStatus, String?)]
    )
    func aStageWithoutChecksIsACase(_ status: StageStatus, _ kind: String?) async throws {
        let text = JUnitReport.text(Self.run(Self.stage(status)))
        let suite = try #require(
            try await MarkupReader.read(text, as: .junit).arrayValue?.first)
        let found = suite["cases"]?.arrayValue ?? []
        #expect(found.map { $0["name"] } == ["stage validate"])
        #expect(found.first?["results"]?.arrayValue?.first?["kind"]?.stringValue == kind)
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func aStageThatFailedForAnotherReasonThanItsChecksSaysSo() async throws {
        var stage = Self.stage(.error, [Check(id: "rows", status: .passed)])
        stage.problem = Problem(type: "io", title: "cannot read 'b.csv'", hint: "look for it")
        let suite = try #require(
            try await MarkupReader.read(JUnitReport.text(Self.run(stage)), as: .junit)
                .arrayValue?.first)
        let result = suite["cases"]?.arrayValue?.last?["results"]?.arrayValue?.first
        #expect(suite["errors"] == 1)
        #expect(result?["message"] == "cannot read 'b.csv'")
        #expect(result?["text"] == "cannot read 'b.csv'\nhint: look for it")
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func noNameIsEmptyOrThereTwice() async throws {
        let check = Check(id: "rows", status: .passed)
        let sliced = Check(id: "rows", status: .passed, slice: ["sex": "male"])
        let nameless = Check(id: "", status: .passed)
        let stage = Self.stage(.passed, [check, check, sliced, nameless])
        let suites = try await MarkupReader.read(
            JUnitReport.text(Self.run(stage, stage)), as: .junit
        ).arrayValue
        #expect(suites?.map { $0["name"] } == ["validate", "validate (2)"])
        #expect(
            suites?.last?["cases"]?.arrayValue?.map { $0["name"] }
                == ["rows", "rows (2)", "rows [sex = male]", "check"])
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func aGateOfASliceIsACaseOfItsOwn() async throws {
        let checks: [Check] = [
            Check(id: "f1", status: .passed),
            Check(id: "f1", status: .failed, slice: ["sex": "f"]),
            Check(id: "f1", status: .inconclusive, slice: ["sex": "m", "age": "<25"]),
            Check(id: "f1", status: .passed, slice: "income > 2"),
        ]
        let suites = try await MarkupReader.read(
            JUnitReport.text(Self.run(Self.stage(.failed, checks))), as: .junit)
        #expect(
            suites.arrayValue?.first?["cases"]?.arrayValue?.map { $0["name"] }
                == ["f1", "f1 [sex = f]", "f1 [age = <25, sex = m]", "f1 [income > 2]"])
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func dataMakesNoMarkup() async throws {
        let hostile = try await MarkupReader.read(
            JUnitReport.text(sampleRun(Hostile.texts)), as: .xml)
        let plain = try await MarkupReader.read(
            JUnitReport.text(sampleRun(Hostile.plain)), as: .xml)
        #expect(hostile["shape"] == plain["shape"])
        let text = try #require(hostile["text"]?.stringValue)
        #expect(text.contains("<script>alert(1)</script>"))
        #expect(text.contains("]]><x/>"))
        #expect(!text.contains("warning: [[ATTACHMENT"))
        #expect(!text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0 })
    }

    /// The attributes of each element in `junit-10.xsd` of Jenkins' xUnit plugin: those that must
    /// be there, and those that may.
    private static let strict: [String: (required: Set<String>, known: Set<String>)] = [
        "testsuites": ([], ["name", "time", "tests", "failures", "errors"]),
        "testsuite": (
            ["name", "tests", "failures", "errors"],
            ["group", "time", "skipped", "timestamp", "hostname", "id", "package", "log", "url"]
        ),
        "testcase": (["name"], ["time", "classname", "group"]),
        "failure": ([], ["type", "message"]),
        "error": ([], ["type", "message"]),
        "skipped": ([], ["type", "message"]),
        "system-out": ([], []),
    ]

    @Test(
        "the strict form has nothing that the schema of the xUnit plugin does not know",
        .enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func strictForm() async throws {
        let run = sampleRun(Hostile.texts)
        let text = JUnitReport.text(run, isStrict: true)
        let report = try await MarkupReader.read(text, as: .xml)
        let shape = try #require(report["shape"]?.arrayValue)
        for element in shape.compactMap(\.arrayValue) {
            let words = element.compactMap(\.stringValue)
            let rule = try #require(Self.strict[words[0]], "\(words[0])")
            let attributes = Set(words.dropFirst())
            #expect(attributes.isSuperset(of: rule.required), "\(words)")
            #expect(attributes.isSubset(of: rule.known.union(rule.required)), "\(words)")
        }
        let times = text.matches(of: /time="([^"]*)"/).map { $0.output.1 }
        #expect(
            !times.isEmpty && times.allSatisfy { $0.wholeMatch(of: /[0-9]{1,3}\.[0-9]{3}/) != nil })
        #expect(JUnitReport.text(run).contains(#"file=""#) && !text.contains(#"file=""#))
    }
}
