import Dataset
import Evaluation
import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The intervals of how far a metric differs between groups of rows.
@Suite struct GapIntervalTests {
    /// A classifier or a regression whose rows are of three groups.
    private struct Rows {
        var truth: [String] = []
        var scores: [Double] = []
        var groups: [String] = []

        func evaluation(
            baseline: [Double]? = nil, task: EvaluationTask = .binary, resamples: Int = 500
        ) throws -> ModelEvaluation {
            func rows(_ scores: [Double]) throws -> TestRows {
                let score = task == .binary ? "score" : "prediction"
                let lines = zip(truth, zip(scores, groups)).map { "\($0),\($1.0),\($1.1)\n" }
                return try PredictionText.file(
                    "label,\(score),group\n\(lines.joined())", keeping: ["group"]
                ) { $0.task = task }.read()
            }
            var all = try rows(scores)
            all.baseline = try baseline.map { try rows($0).candidate }
            return try ModelEvaluation(
                all, schema: TableSchema(fields: [TableField(name: "group", type: .string)]),
                resampling: Significance(confidence: 0.95, resamples: resamples, seed: 1))
        }
    }

    private func interval(_ check: Check, _ name: String = "interval") throws -> Interval {
        let ends = try #require(check[name]).numbers()
        try #require(ends.count == 2)
        return Interval(ends[0], ends[1])
    }

    /// As in `BootstrapTests`, with as much slack; see `Fixtures/make_gap.py`.
    @Test func endsAreSciPysButForChance() throws {
        let path = Tool.root.appending("Tests/EvaluationTests/Fixtures/gap.json")
        let cases = try #require(try JSONValue(parsing: try Files.read(path))["cases"]?.arrayValue)
        #expect(cases.count == 2)
        for fixture in cases {
            let isBinary = fixture["task"] == "binary"
            let truth = fixture.numbers("truth")
            let rows = Rows(
                truth: truth.map { isBinary ? "\(Int($0))" : "\($0)" },
                scores: fixture.numbers("scores"),
                groups: fixture.numbers("groups").map { "g\(Int($0))" })
            let evaluation = try rows.evaluation(
                task: isBinary ? .binary : .regression, resamples: 9999)
            for (name, ends) in try #require(fixture["intervals"]?.objectValue) {
                let isOfGroups = name.hasSuffix("_difference")
                let gate = try Gate([
                    "metric": .string(name), isOfGroups ? "by" : "gap": "group",
                    "upper_bound": 9, "confidence": 0.95,
                ])
                let check = try #require(try evaluation.check(gate).first)
                let observed = try #require(fixture["observed"]?[name]?.doubleValue)
                #expect(((check.observed?.doubleValue ?? .nan) - observed).magnitude < 1e-9)
                let found = try interval(check)
                let (mean, spread) = (ends.numbers("mean"), ends.numbers("spread"))
                let slack = 0.04 * (mean[1] - mean[0])
                #expect(
                    (found.lower - mean[0]).magnitude < 4 * spread[0] + slack,
                    "\(name): \(mean), not \(found)")
                #expect(
                    (found.upper - mean[1]).magnitude < 4 * spread[1] + slack,
                    "\(name): \(mean), not \(found)")
            }
        }
    }

    /// Right answers of 0.9 of the rows of one group, and of 0.6 of another.
    private static func unequal(_ count: Int) -> Rows {
        var rows = Rows()
        for row in 0..<count {
            let isFirst = row % 2 == 0
            let isRight = row / 2 % 10 < (isFirst ? 9 : 6)
            let truth = row / 20 % 2
            rows.truth.append("\(truth)")
            rows.scores.append((truth == 1) == isRight ? 0.75 : 0.25)
            rows.groups.append(isFirst ? "a" : "b")
        }
        return rows
    }

    private func status(
        _ bound: Double, _ count: Int, _ more: JSONObject = [:]
    ) throws -> Check.Status {
        let gate: JSONObject = [
            "metric": "accuracy", "gap": "group", "upper_bound": .number(bound),
            "confidence": 0.95,
        ]
        let checks = try Self.unequal(count).evaluation()
            .check(Gate(.object(gate.merging(more) { $1 })))
        return try #require(checks.first).status
    }

    @Test func aVerdictTakesTheIntervalIntoAccount() throws {
        #expect(try status(0.6, 400) == .passed)
        #expect(try status(0.1, 400) == .failed)
        #expect(try status(0.29, 400) == .inconclusive)
        #expect(try status(0.31, 400) == .inconclusive)
        #expect(try status(0.31, 400, ["on_inconclusive": "fail"]) == .failed)
        #expect(try status(0.35, 20_000) == .passed)
        #expect(try status(0.25, 20_000) == .failed)
    }

    @Test func aChangeOfTheGapIsPaired() throws {
        let rows = Self.unequal(2000)
        // The baseline is wrong in more rows of the second group.
        let baseline = rows.scores.indices.map { row in
            row % 20 == 1 ? 1 - rows.scores[row] : rows.scores[row]
        }
        let gate = try Gate([
            "metric": "accuracy", "gap": "group", "change": ["absolute": 0.05],
            "confidence": 0.95,
        ])
        let check = try #require(try rows.evaluation(baseline: baseline).check(gate).first)
        #expect(check.status == .passed, "\(check)")
        let (own, change) = (try interval(check), try interval(check, "changeInterval"))
        #expect(change.lower < -0.1 && change.upper > -0.1)
        #expect(change.upper - change.lower < 0.8 * (own.upper - own.lower))
    }

    @Test func aMetricOfGroupsHasAnInterval() throws {
        let gate = try Gate([
            "metric": "equalized_odds_difference", "by": "group", "upper_bound": 0.31,
            "confidence": 0.95,
        ])
        let check = try #require(try Self.unequal(400).evaluation().check(gate).first)
        #expect(check.status == .inconclusive)
        let found = try interval(check)
        #expect(found.lower < 0.3 && found.upper > 0.31)
    }

    @Test func aRankingsQueriesAreDrawnWhole() throws {
        var text = "query,label,score,group\n"
        var random = SplitMix(seed: 3)
        for query in 0..<200 {
            for row in 0..<4 {
                let noise = query % 2 == 0 ? 0.3 : 1.5
                let score = Double(row) + noise * (random.unit() - 0.5) * 4
                text += "\(query),\(row),\(score),\(query % 2 == 0 ? "a" : "b")\n"
            }
        }
        let rows = try PredictionText.file(text, keeping: ["group"]).read()
        let evaluation = try ModelEvaluation(
            rows, schema: TableSchema(fields: [TableField(name: "group", type: .string)]),
            resampling: Significance(confidence: 0.95))
        let gate = try Gate([
            "metric": "ndcg", "gap": "group", "upper_bound": 1, "confidence": 0.95,
        ])
        let check = try #require(try evaluation.check(gate).first)
        let (gap, found) = (check.observed?.doubleValue ?? .nan, try interval(check))
        #expect(found.lower > 0 && found.lower < gap && gap < found.upper)
    }

    @Test func aMetricThatCannotBeResampledIsRefused() throws {
        let rows = Rows(
            truth: ["1.5", "2.5", "3.5", "4.5"], scores: [1, 2, 3, 5],
            groups: ["a", "a", "b", "b"])
        let gate = try Gate([
            "metric": "max_error", "gap": "group", "upper_bound": 1, "confidence": 0.95,
        ])
        let error = try #require(throws: EvaluationError.self) {
            try rows.evaluation(task: .regression).check(gate)
        }
        #expect(error.exitStatus == .configuration && error.hint != nil)
    }

    /// The number of threads is another at each call; the seed is not.
    @Test func theSameSeedGivesTheSame() throws {
        let gate = try Gate([
            "metric": "f1", "gap": "group", "upper_bound": 0.3, "confidence": 0.9,
        ])
        let one = try Self.unequal(300).evaluation().check(gate)
        #expect(try Self.unequal(300).evaluation().check(gate) == one)
    }
}
