import Dataset
import FileStorage
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Directories that MLflow itself wrote.
@Suite struct MLflowDirectoryTests {
    private static let directory = Tool.root.appending("Tests/ModelTests/Fixtures/mlflow")
    private let answers: JSONValue

    init() throws {
        answers = try JSONValue(parsing: Files.read(Self.directory.appending("answers.json")))
    }

    private static let label = TableSchema(fields: [
        TableField(name: "length", type: .number), TableField(name: "width", type: .number),
        TableField(name: "color", type: .string),
        TableField(name: "y", type: .string, role: .target, categories: ["yes", "no"]),
    ])

    private func numbers(_ value: JSONValue?) -> [Double] {
        (value?.arrayValue ?? []).compactMap { $0.stringValue.flatMap { Double($0) } }
    }

    private func scores(of name: String) -> [Double] { numbers(answers["scores"]?[name]) }

    /// - Parameter isRounded: as the models of numbers alone got them.
    private func table(isRounded: Bool) -> Table {
        let source = answers[isRounded ? "numbers" : "rows"]
        let texts = (answers["rows"]?["color"]?.arrayValue ?? []).compactMap(\.stringValue)
        let labels = Array(Set(texts)).sorted()
        return Table(
            columns: ["length", "width"].map {
                Column(name: $0, values: .numeric(numbers(source?[$0])))
            } + [
                Column(
                    name: "color",
                    values: .text(
                        codes: texts.map { Int32(labels.firstIndex(of: $0) ?? -1) }, labels: labels)
                )
            ], rowCount: texts.count)
    }

    private func predictor(
        _ name: String, _ options: RuntimeOptions = RuntimeOptions(schema: label)
    ) throws -> any Predictor {
        try Predictors.load(
            ModelDirectory(loading: Self.directory.appending(name), options: options), options)
    }

    @Test(
        .enabled(
            if: RuntimeLibraries.hasONNXRuntime,
            "needs PyPI onnxruntime in MLX_TEST_PYTHON; run share/test"))
    func onnxIsScoredNatively() throws {
        // The file knows its labels, and the signature its features.
        let predictor = try predictor("onnx", RuntimeOptions())
        #expect(predictor.metadata.format == "onnx")
        #expect(predictor.metadata.inputs.map(\.name) == ["length", "width"])
        #expect(predictor.metadata.labels == ["no", "yes"])
        #expect(try predictor.predict(table(isRounded: true)).scores == scores(of: "onnx"))
    }

    @Test func xgboostIsScoredNatively() throws {
        let predictor = try predictor("xgboost")
        #expect(predictor is TreePredictor)
        #expect(predictor.metadata.labels == ["no", "yes"])
        #expect(predictor.metadata.target == "y")
        let found = try predictor.predict(table(isRounded: true)).scores
        #expect(stride(from: 1, to: found.count, by: 2).map { found[$0] } == scores(of: "xgboost"))
    }

    @Test func withoutASchemaLabelsAreNumbers() throws {
        let metadata = try predictor("xgboost", RuntimeOptions()).metadata
        #expect(metadata.labels == ["0", "1"])
        #expect(metadata.task == .binary)
    }

    @Test func aRegressionNeedsNoSchema() throws {
        let predictor = try predictor("xgboost-regression", RuntimeOptions())
        #expect(predictor.metadata.task == .regression)
        let found = try predictor.predict(table(isRounded: true)).scores
        #expect(found == scores(of: "xgboost-regression"))
    }

    @Test(
        .enabled(
            if: RuntimeLibraries.hasScikitLearn,
            "needs PyPI scikit-learn and pandas in MLX_TEST_PYTHON; run share/test"))
    func scikitLearnIsScoredByTheWorker() throws {
        let predictor = try predictor("sklearn")
        #expect(predictor.metadata.format == "command")
        let stream = try #require(try predictor.stream())
        let table = table(isRounded: false)
        try stream.send(table.selecting(rows: Array(0..<50)))
        try stream.send(table.selecting(rows: Array(50..<120)))
        #expect(try stream.finish().scores == scores(of: "sklearn"))
    }

    /// What it predicts is what its threshold makes of its probabilities.
    @Test(
        .enabled(
            if: RuntimeLibraries.hasScikitLearn,
            "needs PyPI scikit-learn and pandas in MLX_TEST_PYTHON; run share/test"))
    func aThresholdOfItsOwnIsKept() async throws {
        try await withScratchDirectory { directory in
            let python = try #require(Tool.environment("MLX_TEST_PYTHON"))
            let made = try await Tool.run(
                python, ["-c", Self.thresholdModel, directory.string])
            try #require(made.status == 0, "\(made.errors)")
            let schema = TableSchema(fields: [
                TableField(name: "x", type: .number),
                TableField(name: "y", type: .string, role: .target, categories: ["yes", "no"]),
            ])
            let options = RuntimeOptions(schema: schema)
            let predictor = try Predictors.load(
                ModelDirectory(loading: directory, options: options), options)
            let rows = Table(
                columns: [Column(name: "x", values: .numeric((0..<40).map(Double.init)))],
                rowCount: 40)
            let found = try predictor.predict(rows)
            let labels = (0..<40).map { found.label(ofRow: $0) }
            #expect(labels == made.output.split(separator: "\n").map(String.init))
            let own = (0..<40).map { found.scores[2 * $0 + 1] > 0.5 ? "yes" : "no" }
            #expect(labels != own)
        }
    }

    private static let thresholdModel = #"""
        import json, pathlib, pickle, sys
        import pandas
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import FixedThresholdClassifier

        directory = pathlib.Path(sys.argv[1])
        rows = pandas.DataFrame({"x": [float(x) for x in range(40)]})
        labels = ["yes" if x > 25 or x % 5 == 0 else "no" for x in range(40)]
        model = FixedThresholdClassifier(LogisticRegression(), threshold=0.3, pos_label="yes")
        model.fit(rows, labels)
        (directory / "model.pkl").write_bytes(pickle.dumps(model))
        inputs = json.dumps([{"type": "double", "name": "x", "required": True}])
        (directory / "MLmodel").write_text(
            "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n"
            "    model_path: model.pkl\n  sklearn:\n    pickled_model: model.pkl\n"
            f"    serialization_format: pickle\nsignature:\n  inputs: '{inputs}'\n")
        print(*model.predict(rows), sep="\n")
        """#

    @Test func whichLabelsMustBeKnown() {
        #expect {
            try predictor("sklearn", RuntimeOptions())
        } throws: { error in
            guard case ModelError.unknown(_, "which labels it predicts", _) = error else {
                return false
            }
            return (error as? any Failure)?.exitStatus == .configuration
        }
    }

    @Test func moreLabelsThanTheModelHasAreAnError() {
        var schema = Self.label
        schema.fields[3].declaredCategories = ["yes", "no", "maybe"]
        #expect {
            try predictor("xgboost", RuntimeOptions(schema: schema))
        } throws: { error in
            guard case ModelError.unusableSignature = error else { return false }
            return true
        }
    }

    @Test func aColumnThatTheDataHasNotIsNamed() throws {
        var table = table(isRounded: true)
        table.columns.removeFirst()
        #expect(throws: ModelError.missingFeature(name: "length")) {
            try predictor("xgboost").predict(table)
        }
    }
}
