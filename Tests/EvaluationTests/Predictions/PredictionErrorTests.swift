import Dataset
import Evaluation
import RunDocument
import TestSupport
import Testing

/// What is wrong with a file of predictions is said with its column and row.
@Suite struct PredictionErrorTests {
    /// The description of what is thrown, with the hint behind it.
    private func refusal(
        _ text: String, name: String = "p.csv",
        _ change: (inout PredictionColumns) -> Void = { _ in }
    ) -> String {
        do {
            let rows = try PredictionText.rows(text, name: name, change)
            return "read \(rows.rowCount) rows"
        } catch let failure as any Failure {
            #expect(failure.exitStatus == .dataFormat, "\(failure)")
            return failure.description + (failure.hint.map { " | \($0)" } ?? "")
        } catch {
            return "not a failure: \(error)"
        }
    }

    @Test(arguments: ["NaN", "nan", "", "NA"])
    func aScoreThatIsMissing(_ score: String) {
        #expect(
            refusal("label,score\n0,0.5\n1,\(score)\n")
                == "'score' is nan in row 2, not a probability")
    }

    @Test(arguments: ["1.2", "-0.1", "inf"])
    func aScoreThatIsNoProbability(_ score: String) {
        let text = refusal("label,score\n0,0.5\n1,\(score)\n")
        #expect(text.hasPrefix("'score' is \(score) in row 2"), "\(text)")
    }

    @Test func anInfiniteNumber() {
        let text = refusal("target,prediction\n0.5,0.5\n1.5,inf\n")
        #expect(text.hasPrefix("'prediction' is inf in row 2"), "\(text)")
    }

    @Test(arguments: [
        ("inf", "inf"), ("-Inf", "-inf"),
    ])
    func anInfiniteTruth(_ written: String, _ value: String) {
        #expect(
            refusal("target,prediction\n0.5,0.5\n,1\n\(written),1.5\n")
                == "'target' is \(value) in row 3, not a finite number")
        #expect(
            refusal("query,label,score\na,1,0.5\na,2,1\na,\(written),2\n")
                == "'label' is \(value) in row 3, not a finite number")
    }

    @Test func aLabelWithoutScores() {
        #expect(
            refusal("label,score_a,score_b,score_c\na,1,0,0\nd,0,0,1\n").hasPrefix(
                "the data has the label 'd'"))
    }

    @Test func noTruth() {
        #expect(
            refusal("klass,score\n0,0.5\n")
                == "'p.csv' has no column with the true labels or numbers "
                + "| name it with --truth; there are klass, score")
    }

    @Test func noPrediction() {
        #expect(
            refusal("label,guess\n0,0.5\n")
                == "'p.csv' has no column with predictions or scores "
                + "| name one with --prediction or --score; there are label, guess")
    }

    @Test func aColumnThatIsNotThere() {
        let text = refusal("label,score\n0,0.5\n") { $0.truth = "lable" }
        #expect(text.hasPrefix("'p.csv' has no column 'lable' | "), "\(text)")
        #expect(text.contains("label"))
    }

    @Test func threeLabelsAndOneScore() {
        #expect(
            refusal("label,score\na,0.5\nb,0.5\nc,0.1\n")
                == "there are 3 labels, a, b, c, and one column of scores "
                + "| give a column 'score_LABEL' for each label, or a prediction alone")
    }

    @Test func anIdentifierAsTheTruth() {
        let lines = (0..<5000).map { "id\($0),id\($0 / 2)\n" }
        #expect(
            refusal("y,prediction\n\(lines.joined())") { $0.truth = "y" }
                .hasPrefix("'y' has 5000 labels: is it an identifier? | at most 4096 labels"))
    }

    @Test(arguments: [(100, true), (101, false)])
    func theConfusionOfManyLabelsIsNotWritten(_ count: Int, _ isWritten: Bool) throws {
        let lines = (0..<count).map { "l\($0),l\($0)\n" }
        let rows = try PredictionText.file("label,prediction\n\(lines.joined())") {
            $0.task = .multiclass
        }.read()
        let report = EvaluationReport(
            of: try ModelEvaluation(rows, schema: TableSchema(fields: [])),
            candidate: .init(name: "p", uri: "p"), baseline: nil, data: "p.csv", target: "label")
        #expect(report.confusion.count == count)
        #expect((report.json["confusionMatrix"] != nil) == isWritten)
        #expect(report.json["labels"]?.arrayValue?.count == count)
    }

    @Test func aPositiveLabelThatIsNotThere() {
        #expect(
            refusal("label,score\na,0.5\nb,0.5\n") { $0.positive = "maybe" }
                == "the predictions have no label 'maybe' | known here: a, b")
    }

    @Test func aPredictionThatIsMissing() {
        #expect(refusal("label,prediction\na,a\nb,\n") == "'prediction' is missing in row 2")
    }

    @Test func aNegativeWeight() {
        #expect(
            refusal("label,score,sample_weight\n0,0.5,1\n1,0.5,-1\n")
                == "'sample_weight' is no weight in row 2: it must be a number from 0 up")
    }

    /// Rows are counted as in the file.
    @Test func aNegativeWeightBehindARowWithoutTruth() {
        #expect(
            refusal("label,score,sample_weight\n0,0.5,1\n,0.5,1\n1,0.5,-1\n")
                == "'sample_weight' is no weight in row 3: it must be a number from 0 up")
    }

    @Test func aRankingWithoutAQuery() {
        let text = refusal("query,label,score\nx,2,9\n,0,-1\ny,1,0.5\n")
        #expect(text == "'query' is missing in row 2")
    }

    @Test func aFlagThatIsNone() {
        #expect(
            refusal("label_a,label_b,score_a,score_b\n1,0,0.5,0.5\n1,2,0.5,0.5\n")
                == "'label_b' is 2.0 in row 2, not 0 or 1")
    }

    @Test func oneOfTheScoresIsMissing() {
        let text = refusal("label_a,label_b,score_a\n1,0,0.5\n")
        #expect(text.hasPrefix("'p.csv' has no column 'score_b'"), "\(text)")
    }

    @Test func headerOnly() {
        #expect(
            refusal("label,score\n")
                == "p.csv has no row with a target, so nothing can be evaluated")
        #expect(
            refusal("label,score\n,0.1\n")
                == "p.csv has no row with a target, so nothing can be evaluated")
    }

    @Test(arguments: ["p.csv", "p.jsonl"])
    func nothingAtAll(_ name: String) {
        let text = refusal("", name: name)
        #expect(text.contains("p.") && !text.hasPrefix("read"), "\(text)")
    }

    @Test func aLineThatIsCutOff() {
        let text = refusal("label,score,city\n0,0.5,Rome\n1,0.")
        #expect(text.hasPrefix("'p.csv', line 3"), "\(text)")
        let lines = refusal("{\"label\": 0, \"score\": 0.5}\n{\"label\": 1, \"sco", name: "p.jsonl")
        #expect(lines.hasPrefix("'p.jsonl', line 2"), "\(lines)")
    }

    @Test func aScoreThatIsText() {
        let text = refusal("label,score\n0,0.5\n1,high\n")
        #expect(text.contains("score") && text.contains("high"), "\(text)")
    }

    @Test(arguments: ["p.csv", "p.jsonl"])
    func garbage(_ name: String) {
        var random = SplitMix(seed: 11)
        for _ in 0..<50 {
            let bytes = (0..<2000).map { _ in UInt8(random.unit() * 256) }
            let text = refusal(String(decoding: bytes, as: UTF8.self), name: name)
            #expect(!text.hasPrefix("read") && !text.hasPrefix("not a failure"), "\(text)")
        }
    }

    @Test func tenThousandColumns() throws {
        let names = (0..<10_000).map { "c\($0)" }
        let header = names.joined(separator: ",")
        let cells = names.map { _ in "1" }.joined(separator: ",")
        let rows = try PredictionText.rows(
            "\(header),label,score\n\(cells),0,0.5\n\(cells),1,0.6\n")
        #expect(rows.rowCount == 2)
        let text = refusal("\(header)\n\(cells)\n")
        #expect(text.hasSuffix("c8, c9, …"), "\(text)")
    }

    @Test func thousandsOfScoredLabels() throws {
        let labels = (0..<2000).map { "l\($0)" }
        let header = labels.map { "score_\($0)" }.joined(separator: ",")
        let cells = labels.map { $0 == "l7" ? "1" : "0" }.joined(separator: ",")
        let rows = try PredictionText.rows("\(header),label\n\(cells),l7\n\(cells),l9\n")
        #expect(rows.labels.count == 2000)
        #expect(rows.predicted.map { rows.labels[Int($0)] } == ["l7", "l7"])
    }
}
