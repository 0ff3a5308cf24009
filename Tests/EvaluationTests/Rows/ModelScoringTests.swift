import Dataset
import Evaluation
import Model
import RunDocument
import Testing

/// A model that answers what it is told to.
struct FakePredictor: Predictor {
    let metadata: ModelMetadata
    let answer: @Sendable (Table) throws -> Predictions

    init(
        task: DatasetKey.Task = .binary, labels: [String] = ["no", "yes"],
        _ answer: @escaping @Sendable (Table) throws -> Predictions
    ) {
        metadata = ModelMetadata(
            format: "fake", task: task, target: "y", labels: labels, inputs: [], dataFile: "",
            libraryVersion: "", runID: nil, createdAt: nil)
        self.answer = answer
    }

    /// The given scores of each row in each label's place.
    init(labels: [String], scores: [Double]) {
        self.init(task: labels.count > 2 ? .multiclass : .binary, labels: labels) { table in
            Predictions(
                rowCount: table.rowCount, labels: labels,
                scores: (0..<table.rowCount).flatMap { _ in scores })
        }
    }

    func predict(_ table: Table) throws -> Predictions { try answer(table) }
}

@Suite struct ModelScoringTests {
    private static let schema = TableSchema(fields: [
        TableField(name: "x", type: .number), TableField(name: "y", type: .string),
        TableField(name: "w", type: .number),
    ])

    private func score(
        _ candidate: FakePredictor, baseline: FakePredictor? = nil, weight: String? = nil,
        positive: String? = nil,
        _ text: String = "x,y,w\n1,no,1\n2,yes,2\n3,,-3\n4,no,4\n"
    ) throws -> TestRows {
        try ModelScoring(
            candidate: candidate, baseline: baseline, weight: weight, positive: positive,
            keeping: ["x"]
        ).score([.bytes(Array(text.utf8), name: "t.csv")], schema: Self.schema, name: "t.csv")
    }

    private let steady = FakePredictor(labels: ["no", "yes"], scores: [0.4, 0.6])

    @Test func rowsWithoutATargetAreLeftOut() throws {
        let rows = try score(steady, weight: "w")
        #expect(rows.rowCount == 3)
        #expect(rows.candidate.truth == .classes([0, 1, 0]))
        #expect(rows.candidate.scores == [0.6, 0.6, 0.6])
        #expect(rows.candidate.weights == [1, 2, 4])
        #expect(rows.columns.rowCount == 3)
        #expect(rows.baseline == nil)
    }

    @Test func noRowHasATarget() {
        #expect(throws: EvaluationError.noRows(data: "t.csv")) {
            try score(steady, "x,y,w\n1,,1\n")
        }
        #expect(throws: EvaluationError.noRows(data: "t.csv")) { try score(steady, "x,y,w\n") }
    }

    @Test(arguments: [["0", "1"], ["0.0", "1.0"]])
    func decimalsOfTheTargetMakeNoOtherLabel(_ labels: [String]) throws {
        let model = FakePredictor(labels: labels, scores: [0.4, 0.6])
        let rows = try score(model, "x,y,w\n1,1.0,1\n2,0,1\n3,0.0,1\n4,1,1\n")
        #expect(rows.candidate.truth == .classes([1, 0, 0, 1]))
        let error = #expect(throws: EvaluationError.self) {
            try score(model, "x,y,w\n1,1.5,1\n")
        }
        #expect(error == .unknownLabel(label: "1.5", known: labels))
    }

    @Test func theBaselinesLabelsMayStandInAnotherOrder() throws {
        let other = FakePredictor(labels: ["yes", "no"], scores: [0.9, 0.1])
        let rows = try score(steady, baseline: other)
        #expect(rows.baselineProblem == nil)
        #expect(rows.baseline?.scores == [0.9, 0.9, 0.9])
        #expect(rows.baseline?.predicted == [1, 1, 1])
        let three = FakePredictor(labels: ["a", "b", "c"], scores: [0.1, 0.2, 0.7])
        let turned = FakePredictor(labels: ["c", "a", "b"], scores: [0.5, 0.2, 0.3])
        let many = try score(three, baseline: turned, "x,y,w\n1,a,1\n2,c,1\n")
        #expect(many.candidate.scores == [0.1, 0.2, 0.7, 0.1, 0.2, 0.7])
        #expect(many.baseline?.scores == [0.2, 0.3, 0.5, 0.2, 0.3, 0.5])
        #expect(many.baseline?.predicted == [2, 2])
    }

    @Test func labelsThatAModelChoosesItselfAreKept() throws {
        let model = FakePredictor(labels: ["no", "yes"]) { table in
            Predictions(
                rowCount: table.rowCount, labels: ["yes", "no"],
                scores: (0..<table.rowCount).flatMap { _ in [0.4, 0.6] },
                chosen: (0..<table.rowCount).map { $0 % 2 })
        }
        let rows = try score(model, baseline: steady).candidate
        #expect(rows.predicted == [1, 0, 1])
        #expect(rows.scores == [0.4, 0.4, 0.4])
    }

    @Test func thePositiveLabelIsChosen() throws {
        let other = FakePredictor(labels: ["yes", "no"], scores: [0.3, 0.7])
        let rows = try score(steady, baseline: other, positive: "no")
        #expect(rows.candidate.labels == ["yes", "no"])
        #expect(rows.candidate.truth == .classes([1, 0, 1]))
        #expect(rows.candidate.scores == [0.4, 0.4, 0.4])
        #expect(rows.candidate.predicted == [0, 0, 0])
        #expect(rows.baseline?.labels == ["yes", "no"])
        #expect(rows.baseline?.scores == [0.7, 0.7, 0.7])
        #expect(rows.baseline?.predicted == [1, 1, 1])
        // As of the same numbers in a file.
        let file = try PredictionText.rows(
            "label,score_no,score_yes\nno,0.4,0.6\nyes,0.4,0.6\nno,0.4,0.6\n"
        ) { $0.positive = "no" }
        #expect(Metrics.values(of: rows.candidate) == Metrics.values(of: file))
        #expect(Metrics.values(of: rows.candidate)["recall"] == 0)
    }

    @Test func ofSeveralLabelsTheOrderStays() throws {
        let three = FakePredictor(labels: ["a", "b", "c"], scores: [0.1, 0.2, 0.7])
        let rows = try score(three, positive: "a", "x,y,w\n1,a,1\n2,c,1\n")
        #expect(rows.candidate.labels == ["a", "b", "c"])
    }

    @Test func aPositiveLabelThatTheModelDoesNotKnow() throws {
        let error = try #require(throws: EvaluationError.self) {
            try score(steady, positive: "maybe")
        }
        #expect(error == .noPositiveLabel(label: "maybe", known: ["no", "yes"]))
        #expect(error.exitStatus == .configuration)
        #expect(error.hint?.contains("no, yes") == true)
    }

    @Test func aModelOfIdentifiersIsRefused() {
        let labels = (0..<4097).map { "l\($0)" }
        let model = FakePredictor(labels: labels, scores: labels.map { _ in 0 })
        #expect(throws: EvaluationError.noClasses(column: "y", labelCount: 4097)) {
            try score(model, "x,y,w\n1,l1,1\n")
        }
    }

    @Test func aBaselineWithOtherLabelsIsGivenUp() throws {
        let other = FakePredictor(labels: ["no", "maybe"], scores: [0.9, 0.1])
        let rows = try score(steady, baseline: other)
        #expect(rows.baseline == nil)
        #expect(
            rows.baselineProblem as? EvaluationError
                == .otherLabels(expected: ["no", "yes"], found: ["no", "maybe"]))
        #expect(rows.candidate.rowCount == 3)
    }

    @Test func aBaselineThatLacksAColumnIsGivenUp() throws {
        let other = FakePredictor { _ in throw EvaluationError.noTarget(column: "z") }
        let rows = try score(steady, baseline: other)
        #expect(rows.baseline == nil)
        #expect(rows.baselineProblem as? EvaluationError == .noTarget(column: "z"))
    }

    @Test func aBaselineThatAnswersNoProbabilitiesIsGivenUp() throws {
        let other = FakePredictor(labels: ["no", "yes"], scores: [0.1, .nan])
        let rows = try score(steady, baseline: other)
        #expect(rows.baseline == nil)
        #expect(rows.baselineProblem?.description.contains("row 1") == true)
    }

    @Test func aBaselineThatAnswersTooFewRowsIsGivenUp() throws {
        let other = FakePredictor { _ in
            Predictions(rowCount: 1, labels: ["no", "yes"], scores: [0.5, 0.5])
        }
        let rows = try score(steady, baseline: other)
        #expect(rows.baseline == nil)
        #expect(
            rows.baselineProblem as? EvaluationError == .wrongRowCount(expected: 3, found: 1))
    }

    @Test func tooFewOrTooManyAnswers() {
        for count in [0, 1, 4] {
            let model = FakePredictor { _ in
                Predictions(
                    rowCount: count, labels: ["no", "yes"],
                    scores: [Double](repeating: 0.5, count: 2 * count))
            }
            #expect(throws: EvaluationError.wrongRowCount(expected: 3, found: count)) {
                try score(model)
            }
        }
    }

    @Test(arguments: [Double.nan, 1.2, -0.1, .infinity])
    func whatIsNoProbability(_ value: Double) throws {
        let model = FakePredictor(labels: ["no", "yes"], scores: [0.4, value])
        let error = try #require(throws: EvaluationError.self) { try score(model) }
        #expect(error.description.hasPrefix("the model's score of 'yes' for row 1 is"))
    }

    /// What is refused of a regression whose model answers the second row with that.
    private func refusal(_ text: String, answer: Double) throws -> EvaluationError {
        let model = FakePredictor(task: .regression, labels: []) { table in
            Predictions(
                rowCount: table.rowCount, labels: [],
                scores: (0..<table.rowCount).map { $0 == 1 ? answer : 1 })
        }
        let schema = TableSchema(fields: [TableField(name: "y", type: .number)])
        return try #require(throws: EvaluationError.self) {
            try ModelScoring(candidate: model, baseline: nil).score(
                [.bytes(Array(text.utf8), name: "t.csv")], schema: schema, name: "t.csv")
        }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func aPredictionThatIsNoNumber(_ value: Double) throws {
        let error = try refusal("y\n1\n2\n", answer: value)
        #expect(
            error.description
                == "the model's prediction for row 2 is \(value), which is no finite number")
        #expect(error.exitStatus == .dataFormat)
    }

    @Test(arguments: ["inf", "-inf"])
    func anInfiniteTruth(_ value: String) throws {
        let error = try refusal("y,x\n1,0\n,0\n2,0\n\(value),0\n", answer: 1)
        #expect(error.description == "'y' is \(value) in row 4, not a finite number")
        #expect(error.exitStatus == .dataFormat)
    }

    @Test func aLabelThatTheModelDoesNotKnow() {
        #expect(throws: EvaluationError.unknownLabel(label: "new", known: ["no", "yes"])) {
            try score(steady, "x,y,w\n1,no,1\n2,new,1\n")
        }
    }

    @Test func weightsAreChecked() {
        #expect(throws: EvaluationError.invalidWeight(column: "w", row: 3)) {
            try score(steady, weight: "w", "x,y,w\n1,no,1\n2,,1\n3,yes,-1\n")
        }
        #expect(throws: EvaluationError.noWeights(column: "v")) { try score(steady, weight: "v") }
    }

    /// As a schema says that more labels are to come.
    @Test func twoOfManyLabels() throws {
        let labels = ["no", "yes"]
        let model = FakePredictor(task: .multiclass, labels: labels) { table in
            Predictions(
                rowCount: table.rowCount, labels: labels,
                scores: (0..<table.rowCount).flatMap { _ in [0.4, 0.6] })
        }
        let rows = try score(model, baseline: steady)
        #expect(rows.candidate.task == .multiclass)
        #expect(rows.candidate.scores == [0.4, 0.6, 0.4, 0.6, 0.4, 0.6])
        #expect(rows.candidate.predicted == [1, 1, 1])
        #expect(rows.baseline?.scores == rows.candidate.scores)
        let binary = try score(steady, baseline: model)
        #expect(binary.baseline?.scores == [0.6, 0.6, 0.6])
    }

    @Test func labelsWithoutScores() throws {
        let model = FakePredictor { table in
            Predictions(labels: ["no", "yes"], predicted: (0..<table.rowCount).map { $0 % 2 })
        }
        let rows = try score(model)
        #expect(rows.candidate.scoreWidth == 0)
        #expect(rows.candidate.scores.isEmpty)
        #expect(rows.candidate.predicted == [0, 1, 0])
    }

    @Test func pairingNeedsTheSameRows() throws {
        let one = ScoredRows.binary([0, 1], [0.1, 0.9])
        #expect(try one.pairing(with: one, name: "b.csv").scores == one.scores)
        func difference(_ other: ScoredRows) -> String? {
            let error = #expect(throws: EvaluationError.self) {
                try other.pairing(with: one, name: "b.csv")
            }
            return error?.description
        }
        let start = "'b.csv' and the candidate's predictions are not of the same rows: "
        #expect(
            difference(.binary([0, 0], [0.1, 0.9]))
                == start + "their truth differs first in row 2")
        #expect(difference(.binary([0], [0.1])) == start + "there are 1 and 2")
        var renamed = one
        renamed.labels = ["a", "b"]
        #expect(
            difference(renamed)
                == start + "their labels are a, b and \(one.labels.joined(separator: ", "))")
    }
}
