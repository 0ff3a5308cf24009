import Dataset
import Evaluation
import RunDocument
import Testing

/// pandas writes 0 and 1 as 0.0 and 1.0 as soon as a value of the column is missing.
@Suite struct WholeNumberLabelTests {
    @Test(arguments: [
        "y_true,y_pred\n0,0.0\n1,1.0\n1,0.0\n", "y_true,y_pred\n0.0,0\n1.0,1\n1.0,0\n",
        "y_true,y_pred\n0.0,0.0\n1,1.0\n1.0,0\n",
        #"{"y_true":0,"y_pred":0.0}"# + "\n" + #"{"y_true":1,"y_pred":1.0}"# + "\n"
            + #"{"y_true":1,"y_pred":0.0}"# + "\n",
    ])
    func decimalsMakeNoOtherLabel(_ text: String) throws {
        let rows = try PredictionText.rows(text, name: text.hasPrefix("{") ? "p.jsonl" : "p.csv")
        #expect(rows.task == .binary)
        #expect(rows.labels == ["0", "1"])
        #expect(rows.truth == .classes([0, 1, 1]))
        #expect(rows.predicted == [0, 1, 0])
    }

    @Test(arguments: ["0", "0.0", "-0.00"])
    func aPositiveLabelIsFoundEitherWay(_ positive: String) throws {
        let rows = try PredictionText.rows("label,score\n0.0,0.9\n1.0,0.2\n") {
            $0.positive = positive
        }
        #expect(rows.labels == ["1", "0"])
    }

    @Test func scoresOfLabelsWithDecimals() throws {
        let rows = try PredictionText.rows(
            "label,score_0.0,score_1.0,score_2.0\n2,0.1,0.2,0.7\n0,0.5,0.4,0.1\n")
        #expect(rows.labels == ["0", "1", "2"])
        #expect(rows.truth == .classes([2, 0]))
        #expect(rows.predicted == [2, 0])
    }

    @Test func otherLabelsStayAsTheyAre() throws {
        let labels = ["1.", "v1.0", "1.5", "1.0.0", ".0", "-.0", "-3"]
        let rows = try PredictionText.rows(
            "label,prediction\n" + labels.map { "\($0),\($0)\n" }.joined()
        ) { $0.task = .multiclass }
        #expect(Set(rows.labels) == Set(labels))
    }

    // MARK: Scores of the other label

    @Test func scoresOfTheOtherLabelAreNoticed() throws {
        let text =
            "label,prediction,score\nbenign,benign,0.9\nmalignant,malignant,0.1\nbenign,benign,0.4\n"
        #expect(
            try PredictionText.file(text).read().warnings == [
                "'score' and 'prediction' disagree in 2 of 3 rows, so the scores look like those "
                    + "of 'benign': give --positive benign"
            ])
        #expect(try PredictionText.file(text) { $0.positive = "benign" }.read().warnings == [])
        #expect(
            try PredictionText.file("label,score\nbenign,0.9\nmalignant,0.1\n").read().warnings
                == [])
    }
}
