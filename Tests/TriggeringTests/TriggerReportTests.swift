import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// `mlx-trigger --report` and `--max-age`.
@Suite("mlx-trigger with reports and age")
struct TriggerReportTests: TriggerProject {
    /// 20 November 2026, 12:00, when the registered models were made.
    private static let made = 1_795_176_000

    private func report(_ directory: FilePath, _ stages: String) throws {
        try write(
            directory, "report.json",
            """
            {"apiVersion":"mlx/v1","kind":"Run","stages":[\(stages)],
             "metadata":{"id":"r","createdAt":"2026-11-20T12:00:00Z"},
             "status":{"phase":"Succeeded","exitCode":0}}
            """)
    }

    private static func drift(_ status: String) -> String {
        """
        {"name":"validate","tool":"mlx-validate","version":"1","status":"passed","exitCode":0,
         "checks":[{"id":"drift/age","status":"\(status)","message":"'age' drifted"},
                   {"id":"enum/age","status":"failed"}]}
        """
    }

    private static func evaluation(_ accuracy: String, _ status: String = "passed") -> String {
        """
        {"name":"eval","tool":"mlx-eval","version":"1","status":"passed","exitCode":0,
         "metrics":{"accuracy":\(accuracy)},"details":{"baseline":{"metrics":{"accuracy":0.9}}},
         "checks":[{"id":"accuracy","status":"\(status)","message":"accuracy is low"},
                   {"id":"behaviour:x","status":"failed"}]}
        """
    }

    @Test(
        "Drift counts by the project's rule",
        arguments: [
            ("failed", "failed", true), ("failed", "warning", false), ("failed", "passed", false),
            ("warning", "failed", true), ("warning", "warning", true),
            ("warning", "passed", false), ("never", "failed", false),
        ])
    func drift(rule: String, status: String, counts: Bool) async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: true)
            try write(directory, "mlx.yaml", "\(Self.project)\n  drift: \(rule)\n")
            try report(directory, Self.drift(status))
            let found = try await trigger(["--report", "report.json"], in: directory)
            #expect(found.status == (counts ? 0 : 1), "\(found.errors)")
            #expect(found.run.pipeline == (counts ? .retrain : Pipeline.none))
            guard counts else { return }
            #expect(found.run.metadata.ci["trigger"] == "drift")
            #expect(found.run.spec["reasons"] == ["live data: 'age' drifted"])
        }
    }

    @Test(
        "A metric counts by the gates of the report and of the project",
        arguments: [
            ("{metric: accuracy, lower_bound: 0.9}", "0.8", "passed", true),
            ("{metric: accuracy, lower_bound: 0.9}", "0.95", "passed", false),
            ("{metric: accuracy, lower_bound: 0.9}", "null", "passed", true),
            ("{metric: accuracy, change: {absolute: -0.05}}", "0.8", "passed", true),
            ("{metric: accuracy, change: {absolute: -0.2}}", "0.8", "passed", false),
            ("{metric: accuracy, upper_bound: 1}", "0.8", "failed", true),
        ])
    func metrics(gate: String, accuracy: String, status: String, counts: Bool) async throws {
        try await withProject { directory in
            try register(directory, data: "sha256:0001", isLive: false)
            try write(directory, "mlx.yaml", "\(Self.project)\n  gates: [\(gate)]\n")
            try report(directory, Self.evaluation(accuracy, status))
            let found = try await trigger(["--report", "report.json"], in: directory)
            #expect(found.run.pipeline == (counts ? .retrain : Pipeline.none), "\(found.errors)")
            guard counts else { return }
            #expect(found.run.metadata.ci["trigger"] == "metrics")
            #expect(found.run.spec["base"]?["registry"] == "testing")
        }
    }

    @Test("A report that says nothing, and gates that no report can answer")
    func useless() async throws {
        try await withProject { directory in
            try report(directory, "")
            let empty = try await trigger(["--report", "report.json"], in: directory)
            #expect(empty.status == 65)
            #expect(empty.errors.contains("neither checks of drift nor metrics"))
            try report(directory, Self.evaluation("0.9"))
            for (gate, reason) in [
                ("{metric: acuracy, lower_bound: 0.9}", "did you mean 'accuracy'?"),
                ("{metric: accuracy, lower_bound: 0.9, slice: {a: b}}", "on a part of the rows"),
                ("{metric: accuracy}", "has no bound"),
            ] {
                try write(directory, "mlx.yaml", "\(Self.project)\n  gates: [\(gate)]\n")
                let found = try await trigger(["--report", "report.json"], in: directory)
                #expect(found.status == 78)
                #expect(found.errors.contains(reason), "\(found.errors)")
            }
            let cut = try await trigger(["--report", "-"], in: directory, input: "{")
            #expect(cut.status == 65)
        }
    }

    @Test(
        "A model that is too old is trained again",
        arguments: [
            (["--max-age", "30d"], 41 * 86_400, "retrain"),
            (["--max-age", "42d"], 41 * 86_400, "none"),
            (["--max-age", "12h"], 13 * 3600, "retrain"), ([], 41 * 86_400, "retrain"),
            (["--since", "HEAD"], 41 * 86_400, "none"),
        ])
    func age(arguments: [String], seconds: Int, pipeline: String) async throws {
        try await withProject { directory in
            let same = try Digest.ofFile(directory.appending("data/train.csv")).0.description
            try register(directory, data: same, isLive: true)
            try write(directory, "mlx.yaml", "\(Self.project)\n  max_age: 30d\n")
            let found = try await trigger(
                arguments, in: directory,
                environment: ["SOURCE_DATE_EPOCH": String(Self.made + seconds)])
            #expect(found.run.spec["pipeline"]?.stringValue == pipeline, "\(found.errors)")
            guard pipeline == "retrain" else { return }
            let age = seconds == 13 * 3600 ? "13 hours" : "41 days"
            #expect(
                found.run.spec["reasons"] == [.string("version 1 in production is \(age) old")])
            #expect(found.run.metadata.ci["trigger"] == "age")
        }
    }

    @Test("Without a model there is none that is young enough; a wrong time is refused")
    func noModel() async throws {
        try await withProject { directory in
            let none = try await trigger(["--max-age", "1d", "--since", "HEAD"], in: directory)
            #expect(none.run.pipeline == .train)
            let wrong = try await trigger(["--max-age", "soon"], in: directory, input: nil)
            #expect(wrong.status == 64)
            try write(directory, "mlx.yaml", "\(Self.project)\n  max_age: soon\n")
            #expect(try await trigger([], in: directory).status == 78)
        }
    }
}
