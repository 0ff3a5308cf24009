import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-eval --url` against the real service.
@Suite(.timeLimit(.minutes(5))) struct ServiceLoadTests {
    /// Runs a script while `mlx-serve` answers on `$url`.
    private func run(_ script: String) async throws -> ToolResult {
        try await withScratchDirectory { directory in
            let example = Tool.root.appending("share/mlx/examples/penguins")
            return try await Tool.shell(
                """
                data='\(example)/penguins.csv' schema='\(example)/schema.json'
                mlx-train --no-input --quiet --data "$data" --schema "$schema" \
                    --parameter num_round=2 --model-directory model >/dev/null
                mlx-serve --model-directory model --name penguins --port 0 --port-file port \
                    2>/dev/null &
                trap "kill $!" EXIT
                until test -s port; do sleep 0.05; done
                url=http://127.0.0.1:$(cat port)
                \(script)
                """, directory: directory)
        }
    }

    @Test func asksAModelAboutRowsOfTheData() async throws {
        let result = try await run(
            """
            mlx-eval --no-input --quiet --url $url/v2/models/penguins \
                --data "$data" --schema "$schema" \
                --duration 300ms --warmup 50ms --connections 2 \
                --gate '{metric: error_rate, upper_bound: 0}' \
                --gate '{metric: throughput_rps, lower_bound: 1}'
            curl -sf $url/metrics | grep -c 'mlx_requests_total.*route="infer"' >&2
            """)
        let run = try result.document()
        #expect(run.stages.last?.status == .passed, "\(result.errors)")
        // What the service itself counts.
        #expect(result.errors == "1\n")
    }

    @Test func fetchesAnyPage() async throws {
        let result = try await run(
            """
            mlx-eval --no-input --quiet --url $url/v2/health/ready --duration 300ms --warmup 50ms \
                --gate '{metric: error_rate, upper_bound: 0}'
            """)
        let run = try result.document()
        #expect(run.stages.last?.status == .passed, "\(result.errors)")
        #expect(run.stages.last?.metrics["error_rate"] == 0)
    }

    @Test func endsSoonWhenItIsInterrupted() async throws {
        let result = try await run(
            """
            # A background job of a shell ignores the signal; one of timeout does not.
            timeout --signal INT 3 mlx-eval --no-input --url $url/v2/health/ready \
                --connections 4 --duration 100s --allow-empty || echo "status $?"
            """)
        #expect(result.output.contains("status 124"), "\(result.output) \(result.errors)")
        #expect(result.errors.contains("interrupted"), "\(result.errors)")
    }
}
