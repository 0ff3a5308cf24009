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

                #### Gates

                | Gate | Value | Interval | Bound | Verdict | Why |
                |---|---:|---:|---|---|---|
                | <code>roc&#95;auc &#91;region = islands&#93;</code> | **0.8380** |  | ≥ 0.85 | ❌ failed | <code>below 0.85</code> |
                | <code>roc&#95;auc</code> | **0.9304** | 0.9200 to 0.9400 | ≥ 0.9 | ✅ passed |  |

                #### Metrics

                | Metric | Value | Interval | Baseline | Change |
                |---|---:|---:|---:|---:|
                | <code>roc&#95;auc</code> | **0.9304** | 0.9200 to 0.9400 | 0.9041 | 🟢 ▲ +0.0263 better |

                <details><summary>Other metrics</summary>

                | Metric | Value | Baseline | Change |
                |---|---:|---:|---:|
                | <code>ece</code> | **0.0312** | 0.0268 | 🔴 ▲ +0.0044 worse |
                | <code>mrr</code> | not defined |  |  |

                </details>

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

    @Test func partsOfTheDataAndLoadsAreTold() {
        let text = EvaluationSummary.markdown(SampleEvaluation.binary(), Self.stage(.passed))
        for line in [
            "| Slice | Rows | <code>roc&#95;auc</code> | Interval | Baseline | Change |",
            "| <code>age &#60; 25</code> | 388 | **0.8810** | 0.8447 to 0.9107 | 0.8740 | "
                + "⚪ ▲ +0.0070 not significant |",
            "| <code>sex</code> | <code>not given</code> | 19 | 0.1579 | not defined | not defined |",
            "| <code>sex</code> | <code>demographic&#95;parity&#95;ratio</code> | **0.5761** |",
            "| Load | Answers/s | p50 | p90 | p99 | max | Errors |",
        ] {
            #expect(text.contains("\n\(line)\n"))
        }
    }

    @Test func aServiceAloneHasItsGatesAndLoads() {
        var result = SampleLatency.result("8 connections", middle: 2, tail: 4, seed: 1)
        result.target = "http://127.0.0.1:8080"
        (result.p50Ms, result.p90Ms, result.p99Ms, result.maxMs) = (0.4213, 2, 12.34, 1_500)
        let gate = Check(
            id: "latency_p99_ms", status: .passed, observed: 12.34, expected: "<= 20.0")
        #expect(
            EvaluationSummary.markdown([result], Self.stage(.passed, [gate])) == """
                ### ✅ <code>http&#58;//127.0.0.1&#58;8080</code> passed

                #### Gates

                | Gate | Value | Bound | Verdict |
                |---|---:|---|---|
                | <code>latency&#95;p99&#95;ms</code> | **12.34** | ≤ 20 | ✅ passed |

                #### Latency

                | Load | Answers/s | p50 | p90 | p99 | max | Errors |
                |---|---:|---:|---:|---:|---:|---:|
                | <code>8 connections</code> | 2090 | 421 µs | 2 ms | 12.3 ms | 1500 ms | 17 |

                1 check passed.

                """)
    }

    @Test func whatWasNotJudgedIsSaid() {
        var change = Check(
            id: "f1", status: .passed, observed: 0.8, expected: "change >= -0.01")
        change["note"] = "no baseline to compare with"
        let skipped = Check(
            id: "f1", status: .skipped, observed: .null, expected: ">= 0.7",
            message: "f1 for sex = x: the slice has 19 rows, fewer than 50", slice: "sex = x")
        let open = Check(
            id: "rmse", status: .inconclusive, observed: 45272.2568, expected: "<= 45000.0",
            message:
                "rmse is 45272.2568, and the rows are too few to tell: the bound 45000.0 is in "
                + "[41046.1, 13201962857.25]")
        let text = EvaluationSummary.markdown(
            SampleEvaluation.binary(), Self.stage(.passed, [change, skipped, open]))
        for line in [
            "| <code>rmse</code> | **45,272** |  | ≤ 45,000 | 🟡 inconclusive | <code>rmse is 45,272, "
                + "and the rows are too few to tell&#58; the bound 45,000 is in "
                + "&#91;41,046, 1.32e10&#93;</code> |",
            "| <code>f1</code> | **0.8000** | 0.7398 to 0.7821 | change ≥ −0.01 | ⏭️ not judged | "
                + "<code>no baseline to compare with</code> |",
            "| <code>f1 &#91;sex = x&#93;</code> |  |  | ≥ 0.7 | ⏭️ skipped | <code>f1 for sex = x&#58; "
                + "the slice has 19 rows, fewer than 50</code> |",
        ] {
            #expect(text.contains("\n\(line)\n"), "\(line)")
        }
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
        // The gates stand first, and leave no room for slices with such names.
        #expect(text.contains("and 100 more."))
        #expect(text.contains("and \(1_000 - shown) more."))
        #expect(text.hasSuffix("1000 checks failed.\n"))
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
