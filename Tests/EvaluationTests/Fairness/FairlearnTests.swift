import Dataset
import Evaluation
import RunDocument
import Testing

@Suite struct FairlearnTests {
    private static let schema = TableSchema(fields: [TableField(name: "group", type: .integer)])

    private static func result(_ testCase: JSONValue, labels: [String], positive: String?)
        throws -> FairnessResult
    {
        let groups = testCase["groups"]?.integers ?? []
        let weights = testCase["weights"]?.doubles ?? []
        let rows = ScoredRows(
            task: .binary, labels: labels,
            truth: .classes(testCase["truth"]?.integers.map(Int32.init) ?? []),
            scores: [], scoreWidth: 0,
            predicted: testCase["predicted"]?.integers.map(Int32.init) ?? [],
            weights: weights.isEmpty ? nil : weights)
        let table = Table(
            columns: [Column(name: "group", values: .numeric(groups.map(Double.init)))],
            rowCount: groups.count)
        return try Fairness.result(
            rows, by: "group", of: table, schema: schema, positiveLabel: positive)
    }

    @Test func agreesWithFairlearn() throws {
        let cases = try SlicePeers.cases("fairness")
        try #require(cases.count >= 300)
        for (index, testCase) in cases.enumerated() {
            let found = try Self.result(testCase, labels: ["no", "yes"], positive: nil)
            for (name, value) in testCase["metrics"]?.objectValue ?? [:] {
                let own = try #require(found.metrics[name], "\(name)")
                Self.expect(own, value.doubleValue, "case \(index), \(name)")
            }
            #expect(found.metrics.count == 6)
            let groups = testCase["byGroup"]?.objectValue ?? [:]
            #expect(groups.count == found.groups.count)
            for group in found.groups {
                let rates = groups[String(group.name.dropFirst("group = ".count))]?.doubles ?? []
                try #require(rates.count == 3)
                Self.expect(group.selectionRate, rates[0], "case \(index), \(group.name)")
                Self.expect(group.truePositiveRate, rates[1], "case \(index), \(group.name)")
                Self.expect(group.falsePositiveRate, rates[2], "case \(index), \(group.name)")
            }
        }
    }

    private static func expect(_ own: Double?, _ theirs: Double?, _ place: String) {
        guard let own, let theirs else {
            #expect(own == nil && theirs == nil, "\(place)")
            return
        }
        #expect((own - theirs).magnitude <= 1e-9, "\(place)")
    }

    @Test func aLabelOfSeveralIsNamed() throws {
        let testCase: JSONValue = [
            "groups": [1, 1, 2, 2], "truth": [0, 2, 2, 1], "predicted": [2, 2, 1, 0],
        ]
        let found = try Self.result(testCase, labels: ["a", "b", "c"], positive: "c")
        #expect(found.groups.map(\.selectionRate) == [1, 0])
        #expect(found.metrics["equalized_odds_difference"] == 1)
        #expect(throws: SliceError.self) {
            try Self.result(testCase, labels: ["a", "b", "c"], positive: nil)
        }
        #expect(throws: SliceError.unknownPositiveLabel(label: "d", known: ["a", "b", "c"])) {
            try Self.result(testCase, labels: ["a", "b", "c"], positive: "d")
        }
    }
}
