import Dataset
import Evaluation
import Model
import RunDocument
import Synchronization
import Testing

@Suite struct PermutationImportanceTests {
    private static func squaredError(_ truth: [Double]) -> PermutationImportance.Scorer {
        { predictions, rows in
            let errors = zip(predictions.scores, rows).map { ($0 - truth[$1]) * ($0 - truth[$1]) }
            return errors.reduce(0, +) / Double(errors.count)
        }
    }

    private static let linear = FormulaPredictor { row, _ in
        let (a, b) = (row["a"] ?? 0, row["b"] ?? 0)
        return [2 * a - 3 * b + a * b]
    }

    private static func table(_ columns: [[Double]]) -> Table {
        Table(
            columns: zip(["a", "b", "c"], columns).map { Column(name: $0, values: .numeric($1)) },
            rowCount: columns[0].count)
    }

    /// The permutations that scikit-learn drew give the importances that it found.
    @Test func agreesWithScikitLearn() throws {
        let fixture = try #require(try SlicePeers.fixture()["importance"])
        let table = Self.table(fixture["x"]?.arrayValue?.map(\.doubles) ?? [])
        let truth = fixture["y"]?.doubles ?? []
        let permutations = fixture["permutations"]?.arrayValue?.map(\.integers) ?? []
        let rows = Array(0..<table.rowCount)
        let scorer = Self.squaredError(truth)
        let search = PermutationImportance(metric: "mse", isHigherBetter: false)
        let base = try #require(scorer(try Self.linear.predict(table), rows))
        for (index, name) in ["a", "b", "c"].enumerated() {
            let falls = try #require(
                try search.falls(
                    of: name, permutations: permutations, from: base, Self.linear, table, rows,
                    scorer))
            let (mean, deviation) = PermutationImportance.spread(falls)
            #expect((mean - (fixture["mean"]?.doubles[index] ?? .nan)).magnitude <= 1e-9)
            #expect((deviation - (fixture["std"]?.doubles[index] ?? .nan)).magnitude <= 1e-9)
        }
    }

    @Test func isTheSameForASeedAndRanksWhatMatters() throws {
        let count = 500
        let columns: [[Double]] = [17, 13, 7].map { period in
            (0..<count).map { Double($0 % period) }
        }
        let truth = (0..<count).map { 2 * columns[0][$0] }
        var options = PermutationImportance.Options()
        options.rows = 200
        func found(_ seed: UInt64) throws -> FeatureImportance? {
            options.seed = seed
            return try PermutationImportance(
                metric: "mse", isHigherBetter: false, options: options
            ).importance(
                of: Self.linear, on: Self.table(columns), columns: ["c", "b", "a", "absent"],
                meanSHAP: ["a": 1.5], scorer: Self.squaredError(truth))
        }
        let first = try #require(try found(1))
        #expect(first.features.first?.name == "a" && first.features.first?.meanSHAP == 1.5)
        #expect(first.features.count == 3 && first.rowCount == 200 && first.repeats == 5)
        let useless = try #require(first.features.first { $0.name == "c" })
        #expect(useless.mean == 0 && useless.standardDeviation == 0)
        #expect(try found(1) == first)
        #expect(try found(2) != first)
    }

    @Test func aMetricThatIsNotDefinedGivesNothing() throws {
        let found = try PermutationImportance(metric: "roc_auc", isHigherBetter: true).importance(
            of: Self.linear, on: Self.table([[1, 2], [3, 4], [5, 6]]), columns: ["a"]
        ) { _, _ in nil }
        #expect(found == nil)
    }

    /// Falls that cancel out, and those of a metric that is off by a rounding, are nothing.
    @Test(arguments: [true, false]) func nothingIsExactlyNothing(_ isHigherBetter: Bool) throws {
        let turn = Mutex(0)
        let values = [0.7, 0.8, 0.6, 0.7.nextUp, 0.7.nextDown, 0.7]
        let found = try #require(
            try PermutationImportance(metric: "accuracy", isHigherBetter: isHigherBetter)
                .importance(
                    of: Self.linear, on: Self.table([[1, 2], [3, 4], [5, 6]]), columns: ["a"]
                ) { _, _ in
                    turn.withLock { turn in
                        turn += 1
                        return values[turn - 1]
                    }
                })
        #expect(0.7 - 0.8 + (0.7 - 0.6) != 0)
        let feature = try #require(found.features.first)
        #expect(feature.mean == 0)
        #expect(feature.standardDeviation > 0.06 && feature.standardDeviation < 0.07)
    }
}
