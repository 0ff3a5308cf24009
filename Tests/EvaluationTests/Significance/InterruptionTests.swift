import Dataset
import Evaluation
import FileStorage
import Model
import SystemPackage
import TestSupport
import Testing

/// Work that can take long stops when its task is cancelled.
@Suite(.timeLimit(.minutes(5))) struct InterruptionTests {
    /// Does work in a task that has been cancelled.
    private func cancelled<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try work()
        }.value
    }

    private static func rows() throws -> TestRows {
        let lines = (0..<200).map { "\($0 % 2),0.\($0 % 10),\($0 % 3),\($0 % 5)\n" }
        return try PredictionText.file(
            "label,score,a,b\n\(lines.joined())", keeping: ["a", "b"]
        ).read()
    }

    private static let schema = TableSchema(fields: [
        TableField(name: "a", type: .number), TableField(name: "b", type: .number),
    ])

    @Test func resampling() async throws {
        await #expect(throws: CancellationError.self) {
            try await cancelled {
                try Bootstrap(confidence: 0.95).intervals(
                    of: Self.rows().candidate, baseline: nil, metrics: ["f1"])
            }
        }
    }

    @Test func theSearchForWeakSlices() async throws {
        await #expect(throws: CancellationError.self) {
            try await cancelled {
                try ModelEvaluation(Self.rows(), schema: Self.schema).weakSlices().testedCount
            }
        }
    }

    @Test func permutations() async throws {
        await #expect(throws: CancellationError.self) {
            try await cancelled {
                try PermutationImportance(metric: "mse", isHigherBetter: false).importance(
                    of: FormulaPredictor { row, _ in [row["a"] ?? 0] },
                    on: Self.rows().columns, columns: ["a", "b"]
                ) { predictions, _ in predictions.scores.reduce(0, +) }
            }
        }
    }

    /// A background job of a shell ignores the signal; one of timeout does not.
    @Test(arguments: ["INT", "TERM"])
    func endsSoon(_ signal: String) async throws {
        try await withScratchDirectory { directory in
            let lines = (0..<100_000).map { "\($0 % 2),0.\($0 * 7919 % 1000)\n" }
            try Files.write(directory.appending("p.csv"), "label,score\n\(lines.joined())".utf8)
            let result = try await Tool.shell(
                """
                timeout --preserve-status --signal \(signal) 1 mlx-eval --no-input \
                    --predictions p.csv --resamples 1000000 --significance bootstrap \
                    --gate '{metric: f1, lower_bound: 0, confidence: 0.95}'
                """, directory: directory)
            #expect(result.status == (signal == "INT" ? 130 : 143), "\(result.errors)")
            // What ends by itself says so; what is made to end after a while does not.
            #expect(result.errors.contains("interrupted"), "\(result.errors)")
        }
    }
}
