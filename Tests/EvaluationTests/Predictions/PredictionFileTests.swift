import Dataset
import Evaluation
import RunDocument
import Testing

/// Reads predictions from a text.
enum PredictionText {
    static func file(
        _ text: String, name: String = "p.csv", keeping kept: Set<String> = [],
        _ change: (inout PredictionColumns) -> Void = { _ in }
    ) throws -> PredictionFile {
        var columns = PredictionColumns()
        change(&columns)
        return try PredictionFile(
            [.bytes(Array(text.utf8), name: name)], columns, schema: nil, keeping: kept, name: name)
    }

    static func rows(
        _ text: String, name: String = "p.csv",
        _ change: (inout PredictionColumns) -> Void = { _ in }
    ) throws -> ScoredRows {
        try file(text, name: name, change).read().candidate
    }
}

@Suite struct PredictionFileTests {
    @Test(arguments: ["label", "target", "y_true", "truth", "actual"])
    func usualTruths(_ name: String) throws {
        let rows = try PredictionText.rows("\(name),score\n0,0.2\n1,0.9\n")
        #expect(rows.task == .binary)
        #expect(rows.labels == ["0", "1"])
        #expect(rows.truth == .classes([0, 1]))
        #expect(rows.scores == [0.2, 0.9])
        #expect(rows.predicted == [0, 1])
    }

    @Test(arguments: ["score", "probability", "y_score", "y_prob"])
    func usualScores(_ name: String) throws {
        let rows = try PredictionText.rows("\(name),label\n0.2,no\n0.5,yes\n")
        #expect(rows.labels == ["no", "yes"])
        #expect(rows.scores == [0.2, 0.5])
        #expect(rows.predicted == [0, 1])
    }

    @Test(arguments: ["prediction", "predicted", "predicted_label", "y_pred"])
    func usualPredictions(_ name: String) throws {
        let rows = try PredictionText.rows("label,\(name)\na,a\nb,a\nc,c\n")
        #expect(rows.task == .multiclass)
        #expect(rows.labels == ["a", "b", "c"])
        #expect(rows.truth == .classes([0, 1, 2]))
        #expect(rows.predicted == [0, 0, 2])
        #expect(rows.scoreWidth == 0)
    }

    @Test func jSONLinesSayTheSame() throws {
        let table = try PredictionText.rows("label,score,sample_weight\nno,0.25,2\nyes,0.75,1\n")
        let lines = try PredictionText.rows(
            """
            {"label": "no", "score": 0.25, "sample_weight": 2}
            {"sample_weight": 1, "score": 0.75, "label": "yes"}

            """, name: "p.jsonl")
        #expect(table.truth == lines.truth)
        #expect(table.labels == lines.labels)
        #expect(table.scores == lines.scores)
        #expect(table.weights == [2, 1])
        #expect(lines.weights == [2, 1])
    }

    @Test func scoresOfLabelsInAnyOrder() throws {
        let rows = try PredictionText.rows(
            "score_c,score_a,label,score_b\n0.5,0.2,c,0.3\n0.1,0.2,a,0.7\n")
        #expect(rows.task == .multiclass)
        #expect(rows.labels == ["a", "b", "c"])
        #expect(rows.scores == [0.2, 0.3, 0.5, 0.2, 0.7, 0.1])
        #expect(rows.truth == .classes([2, 0]))
        #expect(rows.predicted == [2, 1])
    }

    @Test func ofTwoLabelsThePositiveOnesScoresAreKept() throws {
        let text = "proba_yes,proba_no,label\n0.8,0.2,yes\n0.3,0.7,no\n"
        let rows = try PredictionText.rows(text)
        #expect(rows.labels == ["no", "yes"])
        #expect(rows.scores == [0.8, 0.3])
        #expect(rows.truth == .classes([1, 0]))
        let other = try PredictionText.rows(text) { $0.positive = "no" }
        #expect(other.labels == ["yes", "no"])
        #expect(other.scores == [0.2, 0.7])
        #expect(other.truth == .classes([0, 1]))
        #expect(other.predicted == [0, 1])
    }

    /// The names of the checks that failed, with their messages.
    private func failed(_ text: String) throws -> [String] {
        try PredictionText.file(text).read().outputChecks.filter { $0.status == .failed }
            .map { "\($0.id): \($0.message ?? "")" }
    }

    @Test func scoresOfLabelsMustSumToOne() throws {
        #expect(
            try failed(
                "label,score_a,score_b,score_c\na,0.2,0.3,0.5\nb,0.9,0.9,0.9\n,1,1,1\nc,0,0,0\n")
                == [
                    "output/sum: 2 rows do not keep 'scores sum to 1 ± 0.02'; "
                        + "row 2 has 0.9, 0.9, 0.9"
                ])
        #expect(
            try failed("label,proba_yes,proba_no\nyes,0.7,0.3\nno,0.7,0.7\n")
                == [
                    "output/sum: 1 row does not keep 'scores sum to 1 ± 0.02'; row 2 has 0.7, 0.7"
                ])
        #expect(try failed("label,score_a,score_b\na,0.25,0.75\nb,0.5,0.5\n").isEmpty)
        // Of a set of labels each has a score of its own.
        #expect(
            try failed("label_a,label_b,score_a,score_b\n1,0,0.9,0.9\n1,1,0.9,0.9\n").isEmpty)
    }

    /// As a model's are.
    @Test func aRegressionKeepsTheBoundsOfItsTarget() throws {
        var field = TableField(name: "price", type: .number, role: .target)
        field.constraints.minimum = 0
        var columns = PredictionColumns()
        columns.truth = "price"
        let file = try PredictionFile(
            [.bytes(Array("price,prediction\n1.5,1\n2.5,-1\n".utf8), name: "p.csv")],
            columns, schema: TableSchema(fields: [field]), keeping: [], name: "p.csv")
        let checks = try file.read().outputChecks.filter { $0.status == .failed }
        #expect(checks.map(\.id) == ["output/range"])
        #expect(checks.first?["rows"] == [2])
    }

    @Test func thePositiveLabelIsChosen() throws {
        let rows = try PredictionText.rows("label,score\ngood,0.1\nbad,0.9\n") {
            $0.positive = "bad"
        }
        #expect(rows.labels == ["good", "bad"])
        #expect(rows.truth == .classes([0, 1]))
    }

    @Test func numbersAreSortedAsNumbers() throws {
        let rows = try PredictionText.rows("label,prediction\n10,9\n9,9\n2,10\n") {
            $0.task = .multiclass
        }
        #expect(rows.labels == ["2", "9", "10"])
        #expect(rows.truth == .classes([2, 1, 0]))
        #expect(rows.predicted == [1, 1, 2])
    }

    @Test func oneClassOnlyKeepsItsMeaning() throws {
        let ones = try PredictionText.rows("label,score\n1,0.9\n1,0.8\n")
        #expect(ones.labels.last == "1")
        #expect(ones.truth == .classes([1, 1]))
        let zeros = try PredictionText.rows("label,score\n0,0.1\n0,0.2\n")
        #expect(zeros.truth == .classes([0, 0]))
    }

    @Test func numbersAreARegression() throws {
        let rows = try PredictionText.rows("target,prediction\n1.5,1.25\n-2,1e3\n")
        #expect(rows.task == .regression)
        #expect(rows.truth == .numbers([1.5, -2]))
        #expect(rows.scores == [1.25, 1000])
    }

    @Test func labelSets() throws {
        let rows = try PredictionText.rows(
            "label_sun,label_rain,score_rain,score_sun\n1,0,0.2,0.8\n1,1,0.9,0.4\n")
        #expect(rows.task == .multilabel)
        #expect(rows.labels == ["sun", "rain"])
        #expect(rows.truth == .labelSets([true, false, true, true]))
        #expect(rows.scores == [0.8, 0.2, 0.4, 0.9])
        #expect(rows.predicted == [1, 0, 0, 1])
    }

    @Test func rankings() throws {
        let rows = try PredictionText.rows("query,label,score\nx,2,9\nx,0,-1\ny,1,0.5\nx,1,3\n")
        #expect(rows.task == .ranking)
        #expect(rows.groups == [0, 0, 1, 0])
        #expect(rows.truth == .numbers([2, 0, 1, 1]))
        #expect(rows.scores == [9, -1, 0.5, 3])
    }

    @Test func rowsWithoutTruthAreLeftOut() throws {
        let file = try PredictionText.file(
            "label,score,sample_weight,city\nno,0.1,1,a\n,0.7,2,b\nyes,0.9,3,c\n", keeping: ["city"]
        )
        let rows = try file.read()
        #expect(rows.candidate.truth == .classes([0, 1]))
        #expect(rows.candidate.scores == [0.1, 0.9])
        #expect(rows.candidate.weights == [1, 3])
        #expect(rows.columns.rowCount == 2)
        let numbers = try PredictionText.rows("target,prediction\n0.5,1\n,2\n1.5,3\n")
        #expect(numbers.truth == .numbers([0.5, 1.5]))
        #expect(numbers.scores == [1, 3])
    }

    /// A prediction that stands only where there is no truth is no label of the rows.
    @Test func labelsOfRowsThatAreLeftOutDoNotCount() throws {
        let rows = try PredictionText.rows(
            "label,prediction\na,a\nb,a\n,c\n"
        ) { $0.task = .binary }
        #expect(rows.labels == ["a", "b"])
        #expect(rows.predicted == [0, 0])
    }

    /// Scores of such rows may be anything.
    @Test func scoresOfRowsThatAreLeftOutAreNotChecked() throws {
        let rows = try PredictionText.rows("label,score\n0,0.1\n,\n1,0.9\n")
        #expect(rows.scores == [0.1, 0.9])
    }

    @Test func keptColumnsAreTakenForWhatTheyLookLike() throws {
        let table = try PredictionText.file(
            "age,city,label,score\n30,Rome,0,0.2\n,Paris,1,0.7\n", keeping: ["age", "city", "x"]
        ).read().columns
        #expect(Set(table.columns.map(\.name)) == ["age", "city"])
        guard case .numeric(let ages)? = table["age"]?.values else {
            Issue.record("the ages are no numbers")
            return
        }
        #expect(ages[0] == 30 && ages[1].isNaN)
        guard case .text(let codes, let labels)? = table["city"]?.values else {
            Issue.record("the cities are no texts")
            return
        }
        #expect(codes.map { labels[Int($0)] } == ["Rome", "Paris"])
    }

    /// The labels of a file appear in another order in each part of it.
    @Test func manyRowsAreReadInOrder() throws {
        var text = "label,score,query\n"
        for row in 0..<60_000 {
            text += "\(row * 7919 % 5 == 0 ? "b" : "a"),0.\(row % 10),q\(row * 31 / 100_000)\n"
        }
        let rows = try PredictionText.rows(text) { $0.task = .binary }
        #expect(rows.rowCount == 60_000)
        #expect(
            rows.truth == .classes((0..<60_000).map { $0 * 7919 % 5 == 0 ? 1 : 0 }))
        #expect(rows.scores == (0..<60_000).map { Double($0 % 10) / 10 })
        let other = try PredictionText.rows(text) {
            $0.task = .binary; $0.positive = "a"
        }
        #expect(
            other.truth == .classes((0..<60_000).map { $0 * 7919 % 5 == 0 ? 0 : 1 }))
    }
}
