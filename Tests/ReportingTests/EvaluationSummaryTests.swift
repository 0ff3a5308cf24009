import Evaluation
import Reporting
import RunDocument
import TestSupport
import Testing

@Suite struct EvaluationSummaryTests {
    private static func stage(_ status: StageStatus, _ checks: [Check] = []) -> Stage {
        var stage = Stage(
            name: "evaluate", tool: "mlx-eval", version: "1.2.3", status: status,
            exitCode: status == .passed ? 0 : 1)
        stage.checks = checks
        return stage
    }

    @Test func theVerdictTheMetricsAndWhatFailed() {
        var report = EvaluationReport(
            candidate: .init(name: "churn 12", uri: "x"), data: "test.csv", task: .binary,
            labels: ["no", "yes"], rowCount: 12_000)
        report.baseline = .init(name: "churn 11", uri: "y")
        report.confidence = 0.95
        report.metrics = [
            .init(
                name: "roc_auc", value: 0.93044, interval: Interval(0.92, 0.94), baseline: 0.9041,
                changeInterval: Interval(0.01, 0.03), isHigherBetter: true),
            .init(name: "ece", value: 0.0312, baseline: 0.0268, isHigherBetter: false),
            .init(name: "mrr", isHigherBetter: true),
        ]
        report.weakSlices = [
            .init(
                name: "age < 25", rowCount: 388, metric: "f1", value: 0.5, others: 0.75,
                effectSize: 0.344, pValue: 0.001)
        ]
        let checks = [
            Check(id: "roc_auc", status: .passed, observed: 0.93044, expected: ">= 0.9"),
            Check(
                id: "roc_auc", status: .failed, observed: 0.838, expected: ">= 0.85",
                message: "below 0.85", slice: ["region": "islands"]),
        ]
        #expect(
            EvaluationSummary.markdown(report, Self.stage(.failed, checks)) == """
                ### ❌ <code>churn 12</code> failed

                On 12,000 rows of <code>test&#46;csv</code>, against <code>churn 11</code>, intervals at 95%.

                | Metric | Value | Interval | Baseline | Change |
                |---|---:|---:|---:|---:|
                | <code>roc&#95;auc</code> | **0.9304** | 0.9200 to 0.9400 | 0.9041 | 🟢 ▲ +0.0263 better |
                | <code>ece</code> | **0.0312** |  | 0.0268 | 🔴 ▲ +0.0044 worse |
                | <code>mrr</code> | not defined |  |  |  |

                #### Gates and checks that did not pass

                |  | Gate | Observed | Expected | Why |
                |---|---|---|---|---|
                | ❌ failed | <code>roc&#95;auc &#91;region = islands&#93;</code> | <code>0.838</code> | <code>&#62;= 0.85</code> | <code>below 0.85</code> |

                #### Weakest slices

                | Slice | Rows | Metric | Here | Elsewhere | Effect |
                |---|---:|---|---:|---:|---:|
                | <code>age &#60; 25</code> | 388 | <code>f1</code> | 0.5000 | 0.7500 | 0.34 |

                2 checks: 1 failed, 1 passed.

                """)
    }

    @Test(arguments: [
        (StageStatus.passed, Check.Status.passed, "✅", "passed"),
        (.passed, .warning, "⚠️", "passed with warnings"),
        (.passed, .inconclusive, "🟡", "is inconclusive"),
        (.failed, .inconclusive, "🟡", "is inconclusive"), (.failed, .failed, "❌", "failed"),
        (.error, .passed, "❌", "could not be evaluated"),
    ])
    func theVerdictStandsFirst(
        _ status: StageStatus, _ check: Check.Status, _ mark: String, _ words: String
    ) {
        let text = EvaluationSummary.markdown(
            SampleEvaluation.binary(), Self.stage(status, [Check(id: "f1", status: check)]))
        #expect(text.hasPrefix("### \(mark) <code>churn 12</code> \(words)\n"))
    }

    @Test func whatDoesNotFitIsCounted() {
        let long = String(repeating: "<", count: 10_000)
        var report = SampleEvaluation.saying((0..<100).map { "\($0)\(long)" })
        report.candidate.name = long
        let checks = (0..<1_000).map {
            Check(id: "check\($0)", status: .failed, observed: .string(long), message: long)
        }
        let text = EvaluationSummary.markdown(report, Self.stage(.failed, checks))
        #expect(text.utf8.count <= 65_536)
        #expect(text.utf8.count > 50_000)
        let shown = checks.count { text.contains("<code>\($0.id)</code>") }
        #expect(shown > 0)
        #expect(text.contains("and 60 more."))
        #expect(text.contains("and \(1_000 - shown) more."))
        #expect(text.hasSuffix("1000 checks: 1000 failed.\n"))
    }

    @Test(.enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func dataMakesNoMarkup() async throws {
        func read(_ texts: [String]) async throws -> JSONValue {
            let stage = Self.stage(.failed, SampleEvaluation.checksSaying(texts))
            let text = EvaluationSummary.markdown(SampleEvaluation.saying(texts), stage)
            return try await MarkupReader.read(text, as: .markdown)
        }
        let (hostile, plain) = (try await read(Hostile.texts), try await read(Hostile.plain))
        #expect(hostile["shape"] == plain["shape"])
        #expect(hostile["outside"] == plain["outside"])
    }
}
