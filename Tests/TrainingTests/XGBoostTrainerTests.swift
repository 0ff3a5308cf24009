import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing
import Training

@Suite struct XGBoostTrainerTests {
    private func schema(_ target: String, _ task: String) throws -> TableSchema {
        try TableSchema(
            json: JSONValue(
                parsing: """
                    {"fields": [
                      {"name": "x", "type": "number"},
                      {"name": "color", "type": "string"},
                      {"name": "y", "type": "\(target)", "mlx:field": {"role": "target"}}],
                     "mlx:dataset": {"version": 1, "target": "y", "task": "\(task)"}}
                    """))
    }

    /// x counts up, color alternates, and y depends on both.
    private func table(_ target: (Int) -> String?, numeric: Bool, rows: Int = 200) -> Table {
        let values = (0..<rows).map(target)
        let labels = Array(Set(values.compactMap(\.self))).sorted()
        let column: ColumnValues =
            numeric
            ? .numeric(values.map { $0.flatMap(Double.init) ?? .nan })
            : .text(
                codes: values.map { value in
                    value.flatMap { labels.firstIndex(of: $0) }.map(Int32.init) ?? -1
                }, labels: labels)
        return Table(
            columns: [
                Column(name: "x", values: .numeric((0..<rows).map(Double.init))),
                Column(
                    name: "color",
                    values: .text(
                        codes: (0..<rows).map { Int32($0 % 2) }, labels: ["red", "blue"])),
                Column(name: "y", values: column),
            ], rowCount: rows)
    }

    private func train(
        _ table: Table, _ schema: TableSchema, base: ModelDirectory? = nil, in parent: FilePath,
        name: String = "model"
    ) throws -> (TrainingResult, any Predictor) {
        let directory = parent.appending(name)
        try Files.makeDirectory(directory)
        let result = try XGBoostTrainer(parameters: ["num_round": 20], seed: 1).train(
            table, schema: schema, base: base, into: directory, runID: "r", createdAt: "t")
        return (result, try Predictors.load(try ModelDirectory(loading: directory)))
    }

    @Test func aBinaryTaskIsLearnt() async throws {
        try await withScratchDirectory { parent in
            let table = table({ $0 % 2 == 0 ? "no" : "yes" }, numeric: false)
            let (result, predictor) = try train(
                table, try schema("string", "binary"), in: parent)
            #expect(result.metadata.labels == ["no", "yes"])
            let predictions = try predictor.predict(table)
            #expect(predictions.scores.count == 400)
            #expect(
                (0..<200).allSatisfy {
                    predictions.label(ofRow: $0) == ($0 % 2 == 0 ? "no" : "yes")
                })
            #expect(
                (0..<200).allSatisfy {
                    predictions.scores[$0 * 2] + predictions.scores[$0 * 2 + 1] == 1
                })
        }
    }

    @Test func aRegressionIsLearntAndNumbersNameClassesToo() async throws {
        try await withScratchDirectory { parent in
            let line = table({ "\($0 * 3)" }, numeric: true)
            let (result, predictor) = try train(
                line, try schema("number", "regression"), in: parent)
            #expect(result.metadata.labels == [])
            let values = try predictor.predict(line).scores
            #expect((values[100] - 300).magnitude < 30)

            let digits = table({ "\($0 / 70)" }, numeric: true)
            let (classes, digitPredictor) = try train(
                digits, try schema("integer", "multiclass"), in: parent, name: "digits")
            #expect(classes.metadata.labels == ["0", "1", "2"])
            #expect(try digitPredictor.predict(digits).label(ofRow: 199) == "2")
        }
    }

    @Test func rowsWithoutATargetAreLeftOutAndCounted() async throws {
        try await withScratchDirectory { parent in
            let table = table({ $0 < 10 ? nil : $0 % 2 == 0 ? "no" : "yes" }, numeric: false)
            let (result, _) = try train(table, try schema("string", "binary"), in: parent)
            #expect(result.rowCount == 190)
            #expect(result.droppedRowCount == 10)
        }
    }

    @Test func aRetrainingKeepsTheCodesOfTheBaseModel() async throws {
        try await withScratchDirectory { parent in
            let schema = try schema("string", "binary")
            let first = table({ $0 % 2 == 0 ? "no" : "yes" }, numeric: false)
            let (_, predictor) = try train(first, schema, in: parent)
            let base = try ModelDirectory(loading: parent.appending("model"))
            var more = first
            more.columns[1].values = .text(
                codes: (0..<200).map { Int32($0 % 3) }, labels: ["blue", "azure", "red"])
            let (result, _) = try train(more, schema, base: base, in: parent, name: "second")
            #expect(result.rounds == 40)
            #expect(
                result.metadata.inputs[1].kind == .categorical(["blue", "red", "azure"]))
            #expect(predictor.metadata.inputs[1].kind == .categorical(["blue", "red"]))
        }
    }

    @Test func aBaseModelThatDoesNotKnowAClassIsRefused() async throws {
        try await withScratchDirectory { parent in
            let schema = try schema("string", "multiclass")
            _ = try train(table({ "\($0 % 3)" }, numeric: false), schema, in: parent)
            let base = try ModelDirectory(loading: parent.appending("model"))
            #expect(
                throws: TrainingError.incompatibleBase(reason: "it does not know the class '3'")
            ) {
                try train(
                    table({ "\($0 % 4)" }, numeric: false), schema, base: base, in: parent,
                    name: "second")
            }
        }
    }

    @Test(
        arguments: [
            (
                ["max_deph": 3],
                TrainingError.unknownParameter(name: "max_deph", hint: nil).description
            ),
            (["num_round": 0], "the training parameter 'num_round' is not a whole number from 1"),
            (["num_round": "x"], "the training parameter 'num_round' is not a whole number from 1"),
        ] as [(JSONObject, String)])
    func aWrongParameterIsRefused(_ parameters: JSONObject, _ message: String) {
        #expect {
            _ = try XGBoostParameters(parameters)
        } throws: { error in
            "\(error)" == message
        }
    }

    @Test func aTrainingEndsWhenItsTimeIsOver() async throws {
        try await withScratchDirectory { parent in
            var trainer = try XGBoostTrainer(parameters: ["num_round": 100_000], seed: 1)
            trainer.deadline = .now
            #expect(throws: TrainingError.timedOut(rounds: 0, of: 100_000)) {
                try trainer.train(
                    table({ "\($0 % 2)" }, numeric: false), schema: schema("string", "binary"),
                    base: nil, into: parent, runID: "r", createdAt: "t")
            }
        }
    }
}
