import Reporting
import RunDocument
import RunReporting
import TestSupport
import Testing

@Suite struct MarkdownReportTests {
    private static func stage(_ status: StageStatus, _ checks: [Check] = []) -> Stage {
        var stage = Stage(
            name: "validate", tool: "mlx-validate", version: "1.2.3", status: status,
            exitCode: status == .passed ? 0 : 1)
        stage.checks = checks
        return stage
    }

    @Test func failedChecksComeFirstAndPassedOnesAreCounted() {
        var type = Check(
            id: "type-error/age", status: .failed, observed: "x", expected: "an integer",
            message: "'x' is not an integer", file: "a.csv", line: 2)
        type["count"] = 2
        type["rows"] = [["file": "a.csv", "line": 2, "column": "age", "value": "x"]]
        let stage = Self.stage(
            .failed,
            [
                Check(id: "rows", status: .passed, observed: 344),
                Check(id: "twice", status: .warning, observed: 0.0625, expected: "<= 0.05"),
                type,
            ])
        #expect(
            MarkdownReport.text(stage) == """
                ### ❌ <code>mlx-validate</code>: the stage <code>validate</code> failed

                | | Check | Observed | Expected | Where |
                |---|---|---|---|---|
                | ❌ failed | <code>type-error/age</code> | <code>2 times, first&#58; &#39;x&#39;</code> | <code>an integer</code> | <code>a&#46;csv&#58;2</code> |
                | ⚠️ warned | <code>twice</code> | <code>0.0625</code> | <code>&#60;= 0.05</code> |  |

                <details><summary>Details</summary>
                <pre>
                type-error/age
                    a&#46;csv&#58;2&#58; age = &#39;x&#39;
                </pre>
                </details>

                3 checks: 1 failed, 1 warned, 1 passed.

                """)
    }

    @Test(arguments: [
        (StageStatus.passed, "✅"), (.failed, "❌"), (.error, "❌"), (.skipped, "⏭️"),
    ])
    func theVerdictStandsFirst(_ status: StageStatus, _ mark: String) {
        #expect(MarkdownReport.text(Self.stage(status)).hasPrefix("### \(mark) "))
    }

    @Test func aStageThatWarnedDoesNotLookClean() {
        let stage = Self.stage(.passed, [Check(id: "twice", status: .warning)])
        #expect(MarkdownReport.text(stage).contains("### ⚠️ "))
        #expect(MarkdownReport.text(stage).contains("passed with warnings"))
    }

    @Test(arguments: [
        (StageStatus.passed, "🟡", "passed; some of it is inconclusive"),
        (.failed, "🟡", "is inconclusive"),
    ])
    func whatIsInconclusiveIsNeitherGreenNorRed(
        _ status: StageStatus, _ mark: String, _ words: String
    ) {
        let check = Check(id: "auc", status: .inconclusive, observed: 0.81, expected: ">= 0.8")
        let text = MarkdownReport.text(Self.stage(status, [check]))
        #expect(text.hasPrefix("### \(mark) "))
        #expect(text.contains(words))
        #expect(text.contains("| 🟡 inconclusive | <code>auc</code> |"))
        #expect(text.contains("1 check inconclusive"))
    }

    @Test func aFailureOutweighsWhatIsInconclusive() {
        let checks = [
            Check(id: "auc", status: .inconclusive), Check(id: "f1", status: .failed),
        ]
        let text = MarkdownReport.text(Self.stage(.failed, checks))
        #expect(text.hasPrefix("### ❌ "))
        #expect(text.contains("2 checks: 1 failed, 1 inconclusive."))
    }

    @Test func aProblemIsTold() {
        var stage = Self.stage(.error)
        stage.problem = Problem(type: "io", title: "cannot read", hint: "look for it")
        let text = MarkdownReport.text(stage)
        #expect(text.contains("<code>cannot read</code>"))
        #expect(text.contains("<code>hint&#58; look for it</code>"))
    }

    @Test func whatDoesNotFitIsCounted() throws {
        let long = String(repeating: "<", count: 10_000)
        let checks = (0..<1000).map {
            Check(id: "check\($0)", status: .failed, observed: .string(long), message: long)
        }
        let text = MarkdownReport.text(Self.stage(.failed, checks))
        #expect(text.utf8.count <= 65_536)
        #expect(text.utf8.count > 50_000)
        let shown = checks.count { text.contains("<code>\($0.id)</code>") }
        #expect(shown > 0)
        #expect(text.contains("and \(1000 - shown) more; see the run document."))
        #expect(text.hasSuffix("1000 checks failed.\n"))
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func dataMakesNoMarkup() async throws {
        for index in 0..<2 {
            let hostile = try await MarkupReader.read(
                MarkdownReport.text(sampleRun(Hostile.texts).stages[index]), as: .markdown)
            let plain = try await MarkupReader.read(
                MarkdownReport.text(sampleRun(Hostile.plain).stages[index]), as: .markdown)
            #expect(hostile["shape"] == plain["shape"])
            // Mentions and references are looked for there.
            #expect(hostile["outside"] == plain["outside"])
        }
    }
}
