import Evaluation
import RunDocument
import Testing

@Suite struct GateTests {
    private func check(
        _ gate: JSONValue, _ value: Double?, baseline: Double? = nil,
        intervals: MetricIntervals? = nil
    ) throws -> Check {
        try Gate(gate).check(
            Gate.Evidence(value: value, baseline: baseline, intervals: intervals))
    }

    @Test func boundsAreInclusive() throws {
        let gate: JSONValue = ["metric": "accuracy", "lower_bound": 0.9, "upper_bound": 0.95]
        #expect(try check(gate, 0.9).status == .passed)
        #expect(try check(gate, 0.95).status == .passed)
        #expect(try check(gate, 0.8999).status == .failed)
        #expect(try check(gate, 0.9501).status == .failed)
    }

    @Test func aNegativeChangeIsAnAllowedRegression() throws {
        let gate: JSONValue = ["metric": "accuracy", "change": ["absolute": -0.25]]
        #expect(try check(gate, 0.5, baseline: 0.75).status == .passed)
        #expect(try check(gate, 0.4999, baseline: 0.75).status == .failed)
    }

    @Test func aPositiveChangeDemandsAGain() throws {
        let gate: JSONValue = ["metric": "accuracy", "change": ["absolute": 0.125]]
        #expect(try check(gate, 0.75, baseline: 0.625).status == .passed)
        #expect(try check(gate, 0.74, baseline: 0.625).status == .failed)
    }

    @Test func forAnErrorLowerIsBetter() throws {
        let gate: JSONValue = ["metric": "rmse", "change": ["absolute": -0.5]]
        #expect(try check(gate, 2.5, baseline: 2).status == .passed)
        #expect(try check(gate, 2.51, baseline: 2).status == .failed)
        #expect(try check(gate, 1, baseline: 2).status == .passed)
    }

    @Test func aRelativeChangeIsAShareOfTheBaseline() throws {
        let gate: JSONValue = ["metric": "accuracy", "change": ["relative": -0.5]]
        #expect(try check(gate, 0.25, baseline: 0.5).status == .passed)
        #expect(try check(gate, 0.24, baseline: 0.5).status == .failed)
    }

    @Test func aBaselineOfZeroDoesNotFailAnAbsoluteGate() throws {
        let gate: JSONValue = ["metric": "accuracy", "change": ["absolute": 0.0, "relative": 0.1]]
        #expect(try check(gate, 0.1, baseline: 0).status == .passed)
    }

    @Test func withoutAProductionModelOnlyTheBoundsCount() throws {
        let gate: JSONValue = [
            "metric": "accuracy", "lower_bound": 0.5, "change": ["absolute": 0.0],
        ]
        #expect(try check(gate, 0.6).status == .passed)
        #expect(try check(gate, 0.4).status == .failed)
    }

    @Test func aMissingBaselineFailsOnRequest() throws {
        let gate: JSONValue = [
            "metric": "accuracy", "change": ["absolute": 0.0], "on_missing": "fail",
        ]
        #expect(try check(gate, 0.6).status == .failed)
    }

    @Test func anUndefinedMetricFailsUnlessToldOtherwise() throws {
        #expect(
            try check(["metric": "accuracy", "lower_bound": 0.5], nil).status == .failed
        )
        #expect(
            try check(
                ["metric": "accuracy", "lower_bound": 0.5, "on_missing": "pass"],
                nil
            ).status == .skipped
        )
    }

    @Test(
        arguments: [
            (["metric": "accuracy"], "the gate on 'accuracy' has no bound"),
            (["lower_bound": 1], "a gate names no 'metric'"),
            (["metric": "accuracy", "lower": 1], "unknown key 'lower' in a gate"),
            (
                ["metric": "accuracy", "lower_bound": "x"],
                "'lower_bound' of a gate is not a number"
            ),
            (
                ["metric": "accuracy", "change": 1],
                "'change' of a gate is not a mapping of 'absolute' and 'relative'"
            ),
            (
                ["metric": "accuracy", "lower_bound": 1, "direction": "up"],
                "'direction' of a gate is not one of higher_is_better, lower_is_better"
            ),
            ("accuracy", "a gate is not a mapping"),
        ] as [(JSONValue, String)]
    )
    func aWrongGateIsRefused(_ gate: JSONValue, _ message: String) {
        #expect {
            _ = try Gate(gate)
        } throws: { error in
            "\(error)" == message && (error as? any Failure)?.exitStatus == .configuration
        }
    }

    @Test(
        arguments: [
            ("roc_auc >= 0.85", "write {metric: roc_auc, lower_bound: 0.85}"),
            ("rmse<2", "write {metric: rmse, upper_bound: 2}"),
            ("roc_auc >= high", "write one as {metric: accuracy, lower_bound: 0.9}"),
            ("accuracy", "write one as {metric: accuracy, lower_bound: 0.9}"),
        ])
    func aTextIsWrittenAsAMapping(_ text: String, _ hint: String) throws {
        let error = #expect(throws: EvaluationError.self) { try Gate(.string(text)) }
        #expect(error?.hint == hint)
    }

    @Test(
        arguments: [
            (
                ["metric": "log_loss", "change": ["absolute": -0.1]], 0.1068, 0.4291,
                "log_loss is 0.4291: the baseline has 0.1068, a change of 0.3223; "
                    + "at most 0.1 is allowed"
            ),
            (
                ["metric": "accuracy", "change": ["relative": -0.01]], 0.8, 0.4,
                "accuracy is 0.4: the baseline has 0.8, a relative change of -0.5; "
                    + "at least -0.01 is allowed"
            ),
            (
                ["metric": "rmse", "change": ["absolute": 0.0]], 1, 1.5,
                "rmse is 1.5: the baseline has 1.0, a change of 0.5; at most 0.0 is allowed"
            ),
        ] as [(JSONValue, Double, Double, String)])
    func aBrokenChangeSaysWhatIsAllowed(
        _ gate: JSONValue, _ baseline: Double, _ value: Double, _ message: String
    ) throws {
        #expect(try check(gate, value, baseline: baseline).message == message)
    }

    // MARK: Confidence

    @Test func aGateCanDoWithoutTheConfidenceOfAll() throws {
        var gate: JSONObject = ["metric": "accuracy", "lower_bound": 0.9]
        #expect(try Gate(.object(gate), confidence: 0.95).confidence == 0.95)
        gate["confidence"] = "none"
        #expect(try Gate(.object(gate), confidence: 0.95).confidence == nil)
        gate["confidence"] = 0.5
        #expect(try Gate(.object(gate), confidence: 0.95).confidence == 0.5)
        for wrong: JSONValue in ["no", 1, 0.0, nil] {
            gate["confidence"] = wrong
            #expect(throws: EvaluationError.self) { try Gate(.object(gate), confidence: 0.95) }
        }
    }

    @Test(
        arguments: [
            (0.85, 0.95, Check.Status.inconclusive), (0.9, 0.95, .passed), (0.8, 0.89, .failed),
            (0.8, 0.9, .inconclusive),
        ])
    func aBoundInTheIntervalIsInconclusive(
        _ lower: Double, _ upper: Double, _ status: Check.Status
    ) throws {
        let gate: JSONValue = ["metric": "accuracy", "lower_bound": 0.9, "confidence": 0.95]
        let intervals = MetricIntervals(value: Interval(lower, upper))
        let check = try check(gate, (lower + upper) / 2, intervals: intervals)
        #expect(check.status == status)
        #expect(check["interval"] == [.number(lower), .number(upper)])
    }

    @Test func aBrokenBoundWinsOverAnOpenOne() throws {
        let gate: JSONValue = [
            "metric": "accuracy", "lower_bound": 0.9, "change": ["absolute": 0.0],
            "confidence": 0.95,
        ]
        let intervals = MetricIntervals(
            value: Interval(0.5, 0.6), change: Interval(-0.1, 0.1))
        #expect(try check(gate, 0.55, baseline: 0.55, intervals: intervals).status == .failed)
    }

    @Test func theIntervalOfTheChangeIsTurnedRoundForErrors() throws {
        let gate: JSONValue = [
            "metric": "rmse", "change": ["absolute": -0.1], "confidence": 0.9,
        ]
        func status(_ lower: Double, _ upper: Double) throws -> Check.Status {
            let intervals = MetricIntervals(change: Interval(lower, upper))
            return try check(gate, 1, baseline: 1, intervals: intervals).status
        }
        #expect(try status(-0.5, 0.1) == .passed)
        #expect(try status(0.11, 0.5) == .failed)
        #expect(try status(0.05, 0.5) == .inconclusive)
    }

    @Test(arguments: [("fail", Check.Status.failed), ("pass", .passed), ("review", .inconclusive)])
    func whatIsInconclusiveCanBeDecidedBeforehand(
        _ word: String, _ status: Check.Status
    ) throws {
        let gate: JSONValue = [
            "metric": "accuracy", "lower_bound": 0.9, "confidence": 0.95,
            "on_inconclusive": .string(word),
        ]
        let intervals = MetricIntervals(value: Interval(0.8, 0.95))
        #expect(try check(gate, 0.9, intervals: intervals).status == status)
    }

    @Test func resamplesThatAllAgreeProveNothing() throws {
        let gate: JSONValue = ["metric": "recall", "lower_bound": 0.9, "confidence": 0.95]
        let intervals = MetricIntervals(value: Interval(1, 1))
        #expect(try check(gate, 1, intervals: intervals).status == .inconclusive)
    }
}
