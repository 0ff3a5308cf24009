import Dataset
import Evaluation
import RunDocument
import Testing

@Suite struct SliceTests {
    @Test(
        arguments: [
            (
                "island",
                [
                    "island = Dream: 1 2 4", "island = Biscoe: 0", "island = Torgersen: 3",
                    "island is missing: 5",
                ]
            ),
            (["column": "year"], ["year = 2009: 3 4 5", "year = 2007: 0 2", "year = 2008: 1"]),
            ("tagged", ["tagged = true: 0 2 3", "tagged = false: 1 4", "tagged is missing: 5"]),
            (
                ["column": "mass", "bins": 2],
                [
                    "mass in [3000, 4000): 0 1", "mass in [4000, 5000]: 2 3 5",
                    "mass is missing: 4",
                ]
            ),
            (
                ["column": "mass", "edges": [3500, 4500.5]],
                [
                    "mass < 3500: 0", "mass in [3500, 4500.5): 1 2 3", "mass >= 4500.5: 5",
                    "mass is missing: 4",
                ]
            ),
            (
                ["columns": ["sex", "tagged"]],
                [
                    "sex = male and tagged = true: 0 2", "sex = female and tagged = false: 1",
                    "sex = female and tagged = true: 3", "sex = male and tagged is missing: 5",
                    "sex is missing and tagged = false: 4",
                ]
            ),
            (
                ["columns": ["sex", ["column": "mass", "edges": [4000]]]],
                [
                    "sex = male and mass >= 4000: 2 5", "sex = male and mass < 4000: 0",
                    "sex = female and mass < 4000: 1", "sex = female and mass >= 4000: 3",
                    "sex is missing and mass is missing: 4",
                ]
            ),
            (
                ["where": "mass > 3200 and sex == 'male'", "name": "heavy males"],
                ["heavy males: 2 5"]
            ),
            (["where": "mass > 9000"], ["mass > 9000: "]),
        ] as [(JSONValue, [String])])
    func rowsAreDivided(_ definition: JSONValue, _ expected: [String]) throws {
        #expect(SliceTable.text(try SliceTable.dimension(definition)) == expected)
    }

    @Test func rareValuesAreCounted() throws {
        let dimension = try SliceTable.dimension(["column": "island", "limit": 1])
        #expect(dimension.slices.map(\.name) == ["island = Dream"])
        #expect(dimension.otherValues == 3 && dimension.otherRows == 3)
    }

    @Test(
        arguments: [
            (["colum": "island"], "unknown key 'colum' in a slice", "did you mean 'column'?"),
            (["column": "a", "where": "b"], "needs one of 'column', 'columns' and 'where'", nil),
            (["column": "a", "bins": 1], "'bins' of a slice is below 2", nil),
            (["column": "a", "edges": [2, 1]], "not a list of ascending numbers", nil),
            (["columns": ["a", "a"]], "names a column twice", nil), (3, "neither", nil),
            (["columns": ["a"], "bins": 3], "belong to a 'column'", nil),
        ] as [(JSONValue, String, String?)])
    func badDefinitionsAreRefused(_ json: JSONValue, _ reason: String, _ hint: String?) {
        #expect {
            try SliceDefinition(json)
        } throws: { error in
            let error = error as? SliceError
            return error?.description.contains(reason) == true && error?.hint == hint
        }
    }

    @Test func columnsThatCannotBeSlicedAreNamed() {
        #expect(throws: SliceError.notNumeric(column: "sex")) {
            try SliceTable.dimension(["column": "sex", "bins": 3])
        }
        #expect {
            try SliceTable.dimension("iland")
        } throws: { error in
            (error as? SliceError)?.hint == "did you mean 'island'?"
        }
    }

    @Test(
        arguments: [
            (["island": "Dream"], [1, 2, 4], "island = Dream"),
            (["island": "Dream", "sex": nil], [4], "island = Dream and sex is missing"),
            (["year": 2007], [0, 2], "year = 2007"), (["year": "2007"], [0, 2], "year = 2007"),
            (["tagged": true], [0, 2, 3], "tagged = true"), (["mass": nil], [4], "mass is missing"),
            (["island": "Anvers"], [], "island = Anvers"),
            (["where": "mass >= 4500"], [3, 5], "mass >= 4500"),
        ] as [(JSONValue, [Int], String)])
    func aGateSelectsRows(_ json: JSONValue, _ rows: [Int], _ name: String) throws {
        let selector = try SliceSelector(json)
        #expect(try selector.rows(of: SliceTable.table, schema: SliceTable.schema) == rows)
        #expect(selector.name == name)
    }

    @Test func metricsAndGapsOfADimension() throws {
        func rows(_ predicted: [Int32]) -> ScoredRows {
            ScoredRows(
                task: .binary, labels: ["a", "b"], truth: .classes([0, 1, 1, 0, 1, 0]),
                scores: [], scoreWidth: 0, predicted: predicted)
        }
        let accuracy: RowMetrics = { rows in
            guard case .classes(let truth) = rows.truth else { return [:] }
            let hits = zip(truth, rows.predicted).count { $0 == $1 }
            return ["accuracy": Double(hits) / Double(truth.count), "none": nil]
        }
        let results = try SliceTable.dimension("island").results(
            rows([0, 1, 0, 1, 1, 0]), baseline: rows([1, 1, 1, 0, 1, 0]), metrics: accuracy)
        #expect(results.map(\.rowCount) == [3, 1, 1, 1])
        #expect(results.map { $0.metrics["accuracy"] } == [2.0 / 3, 1, 0, 1])
        #expect(results.map { $0.baseline["accuracy"] } == [1, 0, 1, 1])
        let gap = try #require(SliceGap(of: "accuracy", in: results, minimumSize: 1))
        #expect(gap.gap == 1 && gap.ratio == 0 && gap.slices == [0, 1, 2, 3])
        #expect(gap.lowest.slice == "island = Torgersen")
        #expect(SliceGap(of: "accuracy", in: results, minimumSize: 2) == nil)
        #expect(SliceGap(of: "none", in: results, minimumSize: 1) == nil)
    }
}
