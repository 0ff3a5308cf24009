import RunDocument
import RunReporting
import TestSupport
import Testing

@Suite("A run as OpenMetrics")
struct OpenMetricsReportTests {
    private static func run(_ names: [String]) -> Run {
        var run = Run(metadata: RunMetadata(id: "run-1", createdAt: "2026-01-02T03:04:05Z"))
        run.metadata.model = names[0]
        var stage = Stage(
            name: "eval", tool: "mlx-eval", version: "1", status: .failed, exitCode: 1)
        stage.durationMs = 1500
        stage.checks = [Check(id: "a", status: .failed), Check(id: "b", status: .passed)]
        for (index, name) in names.enumerated() { stage.metrics[name] = Double(index) + 0.5 }
        stage.metrics["not defined"] = .some(nil)
        run.append(stage)
        return run
    }

    @Test("it has the metrics, the checks, the time and the exit statuses")
    func text() {
        #expect(
            OpenMetricsReport.text(Self.run(["penguins"])) == """
                # TYPE mlx_metric gauge
                # HELP mlx_metric What a stage has measured.
                mlx_metric{name="penguins",stage="eval",model="penguins"} 0.5
                # TYPE mlx_checks gauge
                # HELP mlx_checks Checks of a stage, by how they came out.
                mlx_checks{stage="eval",status="passed",model="penguins"} 1
                mlx_checks{stage="eval",status="failed",model="penguins"} 1
                mlx_checks{stage="eval",status="warning",model="penguins"} 0
                mlx_checks{stage="eval",status="skipped",model="penguins"} 0
                mlx_checks{stage="eval",status="inconclusive",model="penguins"} 0
                # TYPE mlx_stage_duration_seconds gauge
                # UNIT mlx_stage_duration_seconds seconds
                # HELP mlx_stage_duration_seconds How long a stage took.
                mlx_stage_duration_seconds{stage="eval",model="penguins"} 1.5
                # TYPE mlx_stage_exit_status gauge
                # HELP mlx_stage_exit_status How a stage ended.
                mlx_stage_exit_status{stage="eval",model="penguins"} 1
                # TYPE mlx_run_exit_status gauge
                # HELP mlx_run_exit_status How the run ended.
                mlx_run_exit_status{model="penguins"} 1
                # EOF

                """)
    }

    /// GitLab splits lines as a shell does, and takes a number sign for a comment.
    @Test(
        "Python's parser and GitLab's rules read hostile names, each once",
        .enabled(if: MarkupReader.isAvailable, MarkupReader.absence))
    func hostileNames() async throws {
        let names = Array(Set(HostileText.texts(500) + Hostile.texts)).sorted()
        let read = try await MarkupReader.read(
            OpenMetricsReport.text(Self.run(names)), as: .openmetrics)
        let samples = try #require(read["samples"]?.arrayValue)
        let metrics = samples.filter { $0["name"] == "mlx_metric" }
        #expect(metrics.count == names.count)
        #expect(Set(metrics.map { $0["labels"]?["name"] }).count == names.count)
        #expect(Set(metrics.map { $0["value"] }).count == names.count)
        // As many series as lines, of two words each.
        #expect(read["gitlab"]?.integerValue == samples.count)
    }
}
