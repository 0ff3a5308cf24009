import Dataset
import Evaluation
import RunDocument
import Testing

/// Gates on parts of the rows, and on metrics that the rows do not have.
@Suite struct GateScopeTests {
    private static let rows = """
        label,prediction,score,sex,site
        0,0,0.1,f,north
        1,1,0.9,f,east
        0,0,0.2,m,east
        1,1,0.8,m,north
        1,0,0.3,x,east

        """

    private static func evaluation(_ text: String = rows) throws -> ModelEvaluation {
        let file = try PredictionText.file(text, keeping: ["sex", "site"])
        return try ModelEvaluation(try file.read(), schema: file.schema)
    }

    private static func check(_ gate: JSONValue, _ text: String = rows) throws -> Check {
        try #require(try evaluation(text).check(try Gate(gate)).first)
    }

    // MARK: Small groups

    private static let fairness: JSONObject = [
        "metric": "demographic_parity_difference", "by": "sex", "upper_bound": 0.2,
    ]

    @Test func smallGroupsAreLeftOut() throws {
        var gate = Self.fairness
        let all = try Self.check(.object(gate))
        #expect(all.status == .failed && all.observed == 0.5 && all["leftOut"] == nil)
        gate["min_slice_size"] = 2
        let large = try Self.check(.object(gate))
        #expect(large.status == .passed && large.observed == 0.0)
        #expect(large["leftOut"] == ["sex = x"])
        gate["confidence"] = 0.9
        #expect(try Self.check(.object(gate)).observed == 0.0)
    }

    @Test func oneGroupIsNoComparison() throws {
        var gate = Self.fairness
        gate["min_slice_size"] = 3
        let check = try Self.check(.object(gate))
        #expect(check.status == .failed && check.observed == .null)
        #expect(check.message?.hasSuffix("fewer than two groups have 3 rows or more") == true)
        gate["on_missing"] = "pass"
        #expect(try Self.check(.object(gate)).status == .skipped)
    }

    @Test func oneSliceIsNoGap() throws {
        let check = try Self.check([
            "metric": "accuracy", "gap": "sex", "upper_bound": 1, "min_slice_size": 3,
        ])
        #expect(check.status == .failed && check.id == "gap_accuracy")
        #expect(check.message?.contains("fewer than two slices") == true)
    }

    @Test func noSliceIsNoSuccess() throws {
        let checks = try Self.evaluation().check(
            try Gate([
                "metric": "accuracy", "slices": "sex", "lower_bound": 0, "min_slice_size": 3,
            ]))
        #expect(checks.map(\.status) == [.failed])
        #expect(
            checks.first?.message
                == "accuracy for slices of sex: none has 3 rows or more")
    }

    @Test func gapsOfTwoColumnsDiffer() throws {
        let checks = try ["sex", "site"].map { column in
            try Self.check(["metric": "accuracy", "gap": .string(column), "upper_bound": 1])
        }
        #expect(checks.map(\.slice) == ["slices of sex", "slices of site"])
        #expect(checks.map(\.id) == ["gap_accuracy", "gap_accuracy"])
    }

    // MARK: Slices without rows

    @Test func aSliceWithoutRowsTellsWhichThereAre() throws {
        func message(_ slice: JSONValue) throws -> String? {
            try Self.check(["metric": "accuracy", "slice": slice, "lower_bound": 0.5]).message
        }
        #expect(
            try message(["site": "west"])
                == "accuracy for site = west: no row of the test data is in it; "
                + "there are site = east, site = north")
        #expect(
            try message(["site": "north", "sex": "x"])?
                .hasSuffix("is in it: none has all of these values") == true)
        #expect(
            try message(["where": "site == 'west'"])?
                .hasSuffix("no row of the test data is in it") == true)
    }

    // MARK: Metrics that are not there

    private static let labelsAlone = "label,prediction,p\n0,0,0.1\n1,1,0.9\n"
    private static let several = "label,prediction\na,b\nb,b\nc,a\n"

    @Test(
        arguments: [
            (["metric": "equal_opportunity_difference"], rows, "needs 'by: COLUMN'", "by: sex"),
            (["metric": "accuracy", "by": "sex"], rows, "is no metric of groups", "'gap'"),
            (
                ["metric": "roc_auc"], labelsAlone, "there are no scores, which 'roc_auc' needs",
                "--score; the columns are label, prediction, p"
            ),
            (["metric": "log_loss"], several, "there are no scores", "'score_LABEL'"),
            (["metric": "auc"], rows, "no metric 'auc'", "did you mean 'roc_auc'?"),
            (["metric": "acuracy"], rows, "no metric 'acuracy'", "did you mean 'accuracy'?"),
            (["metric": "accuracy_score"], rows, "no metric", "did you mean 'accuracy'?"),
            (["metric": "wer"], rows, "no metric 'wer'", "roc_auc"),
        ] as [(JSONObject, String, String, String)])
    func whatAMetricNeedsIsSaid(
        _ gate: JSONObject, _ text: String, _ reason: String, _ hint: String
    ) throws {
        let gate = JSONValue.object(gate.merging(["upper_bound": 1]) { own, _ in own })
        let error = #expect(throws: EvaluationError.self) { try Self.check(gate, text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "")")
    }
}
