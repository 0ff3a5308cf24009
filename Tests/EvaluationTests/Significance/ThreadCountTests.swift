import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The number of processors decides how long an evaluation takes, and nothing else.
@Suite struct ThreadCountTests {
    @Test func documentsAreTheSameOnOneProcessorAndOnAll() async throws {
        try await withScratchDirectory { directory in
            var random = SplitMix(seed: 12)
            func scores(_ noise: Double) -> String {
                (0..<3000).reduce(into: "label,score,city\n") { text, row in
                    let score = Double(row % 3 == 0 ? 1 : 0) * (1 - noise) + noise * random.unit()
                    text += "\(row % 3 == 0 ? "yes" : "no"),\(score),\(row % 7)\n"
                }
            }
            try Files.write(directory.appending("p.csv"), scores(0.6).utf8)
            try Files.write(directory.appending("b.csv"), scores(0.65).utf8)
            let command = """
                mlx-eval --no-input --predictions p.csv --baseline b.csv --confidence 0.95 \
                --significance bootstrap --slice city \
                --gate '{metric: roc_auc, change: {absolute: -0.05}}' \
                --gate '{metric: f1, lower_bound: 0.1}' --quiet
                """
            func document(_ prefix: String, _ options: String = "") async throws -> String {
                let result = try await Tool.shell(
                    "\(prefix) \(command) \(options) | sed 's/\"durationMs\":[0-9.e+-]*,//'",
                    directory: directory,
                    environment: ["SOURCE_DATE_EPOCH": "1763640000", "MLX_RUN_ID": "threads"])
                #expect(result.status == 0, "\(result.errors)")
                return result.output
            }
            let one = try await document("taskset -c 0")
            #expect(one.contains("changeInterval"))
            #expect(try await document("") == one)
            #expect(try await document("", "--seed 5") != one)
        }
    }

    @Test func aGatesOwnConfidenceTakesTheSeedAndTheResamples() async throws {
        try await withScratchDirectory { directory in
            let rows = (0..<60).map { "\($0 % 2),\(Double(($0 * 37) % 60) / 60)" }
            try Files.write(
                directory.appending("p.csv"),
                ("label,score\n" + rows.joined(separator: "\n") + "\n").utf8)
            func interval(_ options: String...) async throws -> JSONValue {
                let gate = "{metric: f1, lower_bound: 0.01, confidence: 0.9}"
                let result = try await Tool.run(
                    "mlx-eval",
                    ["--no-input", "--predictions", "p.csv", "--gate", gate] + options,
                    directory: directory)
                let check = try #require(try result.document().stages.first?.checks.first)
                return try #require(check["interval"])
            }
            let usual = try await interval()
            #expect(try await interval("--seed", "0") == usual)
            #expect(try await interval("--seed", "7") != usual)
            #expect(try await interval("--resamples", "5000") != usual)
        }
    }
}
