import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What an evaluation must not wave through, and what it must leave alone.
@Suite(.timeLimit(.minutes(5))) struct StrictEvaluationTests {
    /// Runs a script where `model` is a model, after `$data` and `$schema`.
    private func run(_ script: String) async throws -> ToolResult {
        try await withScratchDirectory { directory in
            let example = Tool.root.appending("share/mlx/examples/penguins")
            return try await Tool.shell(
                """
                data='\(example)/penguins.csv' schema='\(example)/schema.json'
                mlx-train --no-input --quiet --data "$data" --schema "$schema" \
                    --parameter num_round=2 --model-directory model >/dev/null
                \(script)
                """, directory: directory)
        }
    }

    @Test func aRenamedFeatureIsNoMissingValue() async throws {
        let result = try await run(
            """
            sed '1s/bill_length_mm/bill_length/' "$data" > renamed.csv
            mlx-eval --no-input --model model --data renamed.csv --schema "$schema" \
                --gate '{metric: accuracy, lower_bound: 0.1}'
            """)
        #expect(result.status == 65)
        #expect(result.errors.contains("no column 'bill_length_mm'"), "\(result.errors)")
    }

    @Test func aSkippedGateIsNoTest() async throws {
        let result = try await run(
            """
            mlx-eval --no-input --model model --data "$data" --schema "$schema" \
                --gate '{metric: latency_p99_ms, upper_bound: 100, on_missing: pass}'
            """)
        #expect(result.status == 78)
        #expect(result.errors.contains("nothing was tested"), "\(result.errors)")
    }

    @Test func aRetestTestsTheModelAndNotOnlyTheService() async throws {
        let result = try await run(
            """
            printf '%s' '{"apiVersion":"mlx/v1","kind":"Run","metadata":{"id":"a","createdAt":' \
                '"2026-01-01T00:00:00Z"},"spec":{"pipeline":"retest","base":{"uri":"gone"}},' \
                '"stages":[],"status":{"phase":"Succeeded"}}' > run.json
            mlx-eval --in run.json --url http://127.0.0.1:9/ --data "$data" --schema "$schema" \
                --gate '{metric: latency_p99_ms, upper_bound: 100}'
            """)
        #expect(result.status == 66)
        #expect(result.errors.contains("'gone' does not exist"), "\(result.errors)")
    }

    /// It may be the baseline of the next run.
    @Test func aReportOutlivesARunThatFails() async throws {
        let result = try await run(
            """
            echo kept > report.json
            mlx-eval --no-input --model model --data missing.csv --schema "$schema" \
                --report report.json --allow-empty >/dev/null 2>&1 || true
            cat report.json
            """)
        #expect(result.output == "kept\n")
    }
}
