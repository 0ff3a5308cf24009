import Promotion
import RunDocument
import Testing

@Suite struct ConditionTests {
    @Test(
        arguments: [
            ("result <= 0.01", 0.01, nil, true), ("result <= 0.01", 0.02, nil, false),
            ("result < live * 1.2", 1.1, 1.0, true), ("result < live * 1.2", 1.3, 1.0, false),
            ("result > 1 && result < 2 || result == 5", 5, nil, true),
            ("result > 1 && (result < 2 || result == 5)", 0.5, nil, false),
            ("result - live >= -0.5", 1, 1.4, true), ("(result + 1) / 2 != 1", 1, nil, false),
            ("1e-3 > result", 1e-4, nil, true), ("10 - 2 - 3 == 5", 0, nil, true),
        ] as [(String, Double, Double?, Bool)])
    func `a condition says yes or no`(
        text: String, result: Double, live: Double?, expected: Bool
    ) throws {
        #expect(try Condition(text).holds(result: result, live: live) == expected)
    }

    @Test func `a condition on what was not measured says nothing`() throws {
        #expect(try Condition("result <= live").holds(result: 1, live: nil) == nil)
        #expect(try Condition("result <= 1").holds(result: nil, live: 1) == nil)
    }

    @Test(arguments: [
        "", "result", "1 + 2", "result <=", "result <= 1 2", "(result <= 1", "result <= x",
        "result && 1 < 2", "result < 1 < 2", "result[0] < 1", "rm -rf / < 1", "result < 1.",
        String(repeating: "(", count: 400) + "1",
    ])
    func `what is no condition is refused`(text: String) {
        #expect(throws: ConditionError.self) { try Condition(text) }
    }

    /// The rules of Argo Rollouts' EvaluateResult.
    @Test(
        arguments: [
            (nil, nil, 1, "Successful"),
            ("result < 2", nil, 1, "Successful"), ("result < 2", nil, 3, "Failed"),
            (nil, "result > 2", 1, "Successful"), (nil, "result > 2", 3, "Failed"),
            ("result < 2", "result > 4", 1, "Successful"),
            ("result < 2", "result > 4", 3, "Inconclusive"),
            ("result < 2", "result > 4", 5, "Failed"),
            ("result < 2", "result > 0", 1, "Failed"),
            ("result < 2", nil, nil, "Inconclusive"),
            ("result < live", nil, 1, "Inconclusive"),
        ] as [(String?, String?, Double?, String)])
    func `a measurement is judged as Argo judges it`(
        success: String?, failure: String?, result: Double?, expected: String
    ) throws {
        var metric = AnalysisMetric("error_rate")
        metric.successCondition = try success.map { try Condition($0) }
        metric.failureCondition = try failure.map { try Condition($0) }
        #expect(metric.judge(result, live: nil).rawValue == expected)
    }

    @Test func `limits are how many of a kind are borne`() {
        var metric = AnalysisMetric("error_rate")
        metric.failureLimit = 1
        metric.inconclusiveLimit = 2
        metric.consecutiveErrorLimit = 2
        var tally = AnalysisTally(metric)
        tally.add(.failed, 1)
        #expect(tally.decision == nil)
        tally.add(.error, nil)
        tally.add(.error, nil)
        #expect(tally.decision == nil)
        tally.add(.successful, 1)
        tally.add(.error, nil)
        #expect(tally.decision == nil)
        tally.add(.inconclusive, nil)
        tally.add(.inconclusive, nil)
        #expect(tally.decision == nil)
        tally.add(.inconclusive, nil)
        #expect(tally.decision?.0 == .inconclusive)
        tally.add(.failed, 1)
        #expect(tally.decision?.0 == .failed)
    }
}
