import Dataset
import FileStorage
import Glibc
import Model
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite(
    .enabled(
        if: RuntimeLibraries.hasONNXRuntime,
        "needs PyPI onnxruntime in MLX_TEST_PYTHON; run share/test"))
struct ONNXPredictorTests {
    private let fixture: ONNXFixture

    init() throws { fixture = try ONNXFixture() }

    @Test(arguments: [
        ("logistic", ["no", "yes"]), ("boosting", ["no", "yes"]), ("perceptron", ["no", "yes"]),
        ("multiclass", ["5", "10", "15"]), ("double", ["5", "10", "15"]),
    ])
    func probabilitiesAreThoseOfThePythonBinding(_ name: String, _ labels: [String]) throws {
        // The file lists its labels, whatever the schema knows of them.
        let target = TableField(name: "y", type: .string, role: .target)
        let predictor = try ONNXFixture.predictor(name, target)
        #expect(predictor.metadata.labels == labels)
        #expect(predictor.metadata.task == (labels.count == 2 ? .binary : .multiclass))
        let predictions = try predictor.predict(fixture.matrix())
        #expect(try predictions.scores == fixture.output("probabilities", of: name))
        #expect(predictions.hasScores)
        #expect(predictor.assumptions.isEmpty)
        let found = (0..<predictions.rowCount).map { predictions.label(ofRow: $0) }
        #expect(found == fixture.texts("label", of: name))
    }

    @Test func aRegressionGivesValues() throws {
        let predictor = try ONNXFixture.predictor("regression", ONNXFixture.number)
        #expect(predictor.metadata.task == .regression)
        let predictions = try predictor.predict(fixture.matrix())
        #expect(try predictions.scores == fixture.output("variable", of: "regression"))
    }

    @Test func aPipelineHasAnInputForEachColumn() throws {
        let options = RuntimeOptions(threads: 2)
        let directory = try ModelDirectory(loading: ONNXFixture.path("columns"), options: options)
        var schema = TableSchema(fields: [
            TableField(name: "color", type: .string), TableField(name: "count", type: .integer),
            TableField(name: "sepal length", type: .number), ONNXFixture.binary,
        ])
        schema.dataset.task = .binary
        let named = try ModelDirectory(
            loading: ONNXFixture.path("columns"), options: RuntimeOptions(schema: schema))
        #expect(directory.metadata.labels == ["no", "yes"])
        let table = try fixture.columns()
        let predictions = try Predictors.load(named, options).predict(table)
        #expect(try predictions.scores == fixture.output("probabilities", of: "columns"))
    }

    @Test func logitsBecomeProbabilities() throws {
        let target = TableField(
            name: "y", type: .string, role: .target, categories: ["a", "b", "c"])
        let predictor = try ONNXFixture.predictor("network", target)
        let scores = try predictor.predict(fixture.matrix()).scores
        let logits = try fixture.output("logits", of: "network")
        for row in 0..<ONNXFixture.rowCount {
            let logits = Array(logits[row * 3..<row * 3 + 3])
            let powers = logits.map { exp($0 - (logits.max() ?? 0)) }
            let sum = powers.reduce(0, +)
            #expect(Array(scores[row * 3..<row * 3 + 3]) == powers.map { $0 / sum })
        }
        #expect(predictor.assumptions.count == 1)
    }

    @Test func aModelWithoutProbabilitiesGivesLabels() throws {
        let predictions = try ONNXFixture.predictor("labels").predict(fixture.matrix())
        #expect(!predictions.hasScores)
        let found = (0..<predictions.rowCount).map { predictions.label(ofRow: $0) }
        #expect(found == fixture.texts("label", of: "labels"))
    }

    @Test func theNumberOfThreadsChangesNothing() throws {
        let options = RuntimeOptions(
            threads: 1, schema: ONNXFixture.schema(target: ONNXFixture.binary))
        let path = ONNXFixture.path("boosting")
        let directory = try ModelDirectory(loading: path, options: options)
        var table = try fixture.matrix()
        for _ in 0..<6 { table.append(table) }
        let one = try Predictors.load(directory, options).predict(table).scores
        let four = try Predictors.load(directory, threads: 4).predict(table).scores
        #expect(one == four && one.count == table.rowCount * 2)
    }

    @Test func noRowsGiveNoScores() throws {
        let table = try fixture.matrix().selecting(rows: [])
        #expect(try ONNXFixture.predictor("boosting").predict(table).scores.isEmpty)
    }

    @Test func mapsAreRefusedWithAHint() throws {
        #expect {
            try ONNXFixture.predictor("zipmap")
        } throws: { error in
            (error as? ModelError)?.hint?.contains("zipmap=False") == true
        }
    }

    @Test func anotherNumberOfFeaturesIsRefused() throws {
        let schema = TableSchema(fields: [
            TableField(name: "f0", type: .number), ONNXFixture.binary,
        ])
        #expect(
            throws: ModelError.unusableSignature(
                path: ONNXFixture.path("boosting").string,
                reason: "it takes 6 features, and the schema has 1",
                hint: #"give the other columns the role "ignore" in the schema"#)
        ) {
            try ModelDirectory(
                loading: ONNXFixture.path("boosting"), options: RuntimeOptions(schema: schema))
        }
    }

    @Test func anAbsentColumnAndAMissingIntegerAreErrors() throws {
        let predictor = try Predictors.load(ModelDirectory(loading: ONNXFixture.path("columns")))
        var table = try fixture.columns().selecting(rows: [0, 1])
        #expect(throws: ModelError.self) { try predictor.predict(table) }
        let options = RuntimeOptions(
            schema: TableSchema(fields: [
                TableField(name: "color", type: .string), TableField(name: "count", type: .integer),
                TableField(name: "sepal length", type: .number), ONNXFixture.binary,
            ]))
        let named = try Predictors.load(
            ModelDirectory(loading: ONNXFixture.path("columns"), options: options), options)
        table.columns[1].values = .numeric([3, .nan])
        #expect(throws: ModelError.missingValue(name: "count", row: 2)) {
            try named.predict(table)
        }
        table.columns.remove(at: 1)
        #expect(throws: ModelError.missingFeature(name: "count")) {
            var required = options
            required.schema?.fields[1].constraints.required = true
            _ = try Predictors.load(
                ModelDirectory(loading: ONNXFixture.path("columns"), options: required), required
            ).predict(table)
        }
    }

    /// Damage gives an error or another result, never a crash.
    @Test func aDamagedFileIsNoCrash() async throws {
        let table = try fixture.matrix().selecting(rows: [0, 1, 2])
        try await withScratchDirectory { parent in
            var random = SplitMix(seed: 5)
            let options = RuntimeOptions(schema: ONNXFixture.schema(target: ONNXFixture.binary))
            var refused = 0
            for name in ["logistic", "perceptron"] {
                let whole = try Files.read(ONNXFixture.path(name))
                for round in 0..<1000 {
                    var bytes = whole
                    if round % 4 == 0 {
                        bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
                    } else {
                        let place = Int.random(in: bytes.indices, using: &random)
                        bytes[place] = UInt8.random(in: 0...255, using: &random)
                    }
                    let path = parent.appending("\(name)-\(round).onnx")
                    FileBytes.write(bytes, to: path)
                    do {
                        let directory = try ModelDirectory(loading: path, options: options)
                        _ = try Predictors.load(directory, options).predict(table)
                    } catch {
                        #expect(error is any Failure, "\(error)")
                        refused += 1
                    }
                    Files.removeIfPossible(path)
                }
            }
            #expect(refused > 700)
        }
    }
}
