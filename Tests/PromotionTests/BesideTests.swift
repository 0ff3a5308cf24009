import FileStorage
import Glibc
import RunDocument
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Transfer

/// Versions beside the live one, and the time after a switch, with services that really run.
@Suite(.serialized, .timeLimit(.minutes(10))) struct BesideTests {
    /// A project whose first version is live.
    private func run(
        _ promote: String, _ body: (LiveProject, Traffic) async throws -> Void
    ) async throws {
        try await LiveProject.run { project in
            let first = try await project.shell("mlx-promote penguins@1")
            try #require(first.status == 0, "\(first.errors)")
            try project.append(promote)
            let traffic = Traffic(project)
            defer { traffic.stop() }
            try await body(project, traffic)
        }
    }

    private func canary(_ metric: String, share: Double = 0.5, count: Int = 2) -> String {
        """
        promote:
          canary: {share: \(share), interval: 300ms, count: \(count), metrics: [\(metric)]}
        """
    }

    @Test func `a canary that does well goes live`() async throws {
        try await run(
            canary(
                "{name: error_rate, successCondition: result <= 0.01, inconclusiveLimit: 9}")
        ) {
            project, traffic in
            traffic.start()
            let result = try await project.shell("mlx-promote penguins@2")
            #expect(result.status == 0, "\(result.errors)")
            let stage = try #require(try result.document().stage(named: "promote"))
            let check = try #require(stage.checks.first { $0.id == "canary" })
            #expect(check.status == .passed)
            #expect(check["measurements"]?.arrayValue?.count == 2)
            #expect(project.servedVersions() == ["2"])
            #expect(traffic.stop().isSuperset(of: ["1", "2"]))
        }
    }

    @Test func `a canary that fails leaves the live version alone`() async throws {
        // A busy machine may send no request within an interval.
        let metric = """
            {name: latency_mean_ms, failureCondition: result >= 0, failureLimit: 1,
              inconclusiveLimit: 99}
            """
        try await run(canary(metric, count: 100)) { project, traffic in
            traffic.start()
            let result = try await project.shell("mlx-promote penguins@2 || exit $?")
            #expect(result.status == 1, "\(result.errors)")
            let check = try result.document().stage(named: "promote")?.checks
                .first { $0.id == "canary" }
            #expect(check?.message?.hasPrefix("latency_mean_ms failed 2 times") == true)
            #expect(project.servedVersions() == ["1"])
            traffic.stop()
            let shown = try await project.shell("mlx-promote show penguins")
            #expect(shown.output.contains("promote 1 -> 2 failed"), "\(shown.output)")
        }
    }

    @Test func `a canary that cannot tell is left to a person`() async throws {
        let metric =
            "{name: error_rate, successCondition: result < 0, failureCondition: result > 1}"
        try await run(canary(metric)) { project, traffic in
            traffic.start()
            let result = try await project.shell("mlx-promote penguins@2")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try result.document().status.phase == .awaitingApproval)
            #expect(project.servedVersions() == ["1"])
            let forced = try await project.shell(
                "mlx-promote penguins@2 --override --reason 'the owner looked'")
            #expect(forced.status == 0, "\(forced.errors)")
            #expect(project.servedVersions() == ["2"])
        }
    }

    @Test func `without a request nothing can be told`() async throws {
        try await run(canary("{name: error_rate, successCondition: result <= 1}")) {
            project, _ in
            let result = try await project.shell("mlx-promote penguins@2")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try result.document().status.phase == .awaitingApproval)
            #expect(project.servedVersions() == ["1"])
        }
    }

    @Test func `a shadow is asked too, and answers nobody`() async throws {
        try await run(
            """
            promote:
              shadow:
                interval: 300ms
                count: 4
                metrics:
                  - {name: disagreement_rate, successCondition: result <= 0, inconclusiveLimit: 4}
                  - {name: requests, successCondition: result >= 0}
            """
        ) { project, traffic in
            traffic.start()
            let result = try await project.shell(
                """
                mlx-promote penguins@2 --out out.json & promotion=$!
                while ! curl -s \(project.url)/v2/health/ready | grep -q shadow; do
                    kill -0 $promotion; sleep 0.01
                done
                curl -s -d @m1/input_example.json \(project.url)/v2/models/penguins/infer
                wait $promotion
                curl -s \(project.url)/metrics | grep ^mlx_shadow
                grep -o '"disagreement_rate":{[^}]*}' out.json
                """)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains(#""model_version":"1""#))
            #expect(result.output.contains("mlx_shadow_comparisons_total{"))
            #expect(result.output.contains(#""phase":"Successful","result":0"#))
            #expect(project.servedVersions() == ["2"])
        }
    }

    @Test func `a shadow that answers otherwise leaves the live version alone`() async throws {
        // The models agree: that they were compared at all is too much for this condition.
        try await run(
            """
            promote:
              shadow:
                interval: 300ms
                count: 100
                metrics:
                  - name: disagreement_rate
                    failureCondition: result >= 0
                    failureLimit: 1
                    inconclusiveLimit: 99
            """
        ) { project, traffic in
            traffic.start()
            let result = try await project.shell("mlx-promote penguins@2 || exit $?")
            #expect(result.status == 1, "\(result.errors)")
            let check = try result.document().stage(named: "promote")?.checks
                .first { $0.id == "shadow" }
            #expect(check?.message == "disagreement_rate failed 2 times, last at 0.0")
            #expect(project.servedVersions() == ["1"])
        }
    }

    @Test func `requests are dealt out by share, key and name`() async throws {
        try await run(
            canary("{name: requests, successCondition: result >= 0}", share: 0.25, count: 100)
        ) {
            project, traffic in
            let result = try await project.shell(
                """
                mlx-promote penguins@2 --out out.json 2>/dev/null & promotion=$!
                while ! curl -s \(project.url)/v2/health/ready | grep -q canary; do
                    kill -0 $promotion; sleep 0.01
                done
                ask() {
                    for i in $(seq "$1"); do
                        eval "curl -s -d @m1/input_example.json $2 \(project.url)/v2/models/penguins/infer$3"
                        echo
                    done | grep -o '"model_version":"[0-9]*"' | sort | uniq -c | tr -s ' \\n' ' '
                    echo
                }
                ask 200
                ask 10 "-H 'x-mlx-route: candidate'"
                ask 10 "-H 'x-mlx-route: live'"
                ask 10 "-H 'x-mlx-key: somebody'"
                ask 40 '-H "x-mlx-key: user-$i"'
                curl -s -d @m1/input_example.json \
                    \(project.url)/v2/models/penguins/versions/2/infer |
                    grep -o '"model_version":"[0-9]*"'
                kill $promotion
                wait $promotion || true
                """)
            #expect(result.status == 0, "\(result.errors)")
            let lines = result.output.split(separator: "\n").map {
                $0.filter { $0.isNumber || $0 == " " }.split(separator: " ").compactMap {
                    Int($0)
                }
            }
            try #require(lines.count == 6, "\(result.output)")
            // Another request of the promotion's own, or none, may lie between.
            #expect(lines[0].count == 4 && abs(lines[0][2] - 50) <= 2, "\(result.output)")
            #expect(lines[1] == [10, 2])
            #expect(lines[2] == [10, 1])
            #expect(lines[3].count == 2)
            #expect(lines[4].count == 4)
            #expect(lines[5] == [2])
            #expect(project.servedVersions() == ["1"])
        }
    }

    @Test func `a promotion that is killed takes its candidate with it`() async throws {
        try await run(canary("{name: requests, successCondition: result >= 0}", count: 1000)) {
            project, _ in
            let result = try await project.shell(
                """
                mlx-promote penguins@2 --out out.json 2>/dev/null & promotion=$!
                while ! curl -s \(project.url)/v2/health/ready | grep -q canary; do
                    kill -0 $promotion; sleep 0.01
                done
                mlx-promote penguins@3 --out other.json && exit 9
                kill -9 $promotion
                wait $promotion || true
                while curl -s \(project.url)/v2/health/ready | grep -q canary; do sleep 0.01; done
                """)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors.contains("another promotion of 'penguins'"))
            #expect(project.servedVersions() == ["1"])
            #expect(try project.services().count == 1)
        }
    }

    @Test func `a live version that breaks a gate is taken back`() async throws {
        try await run(
            """
            promote:
              watch: {for: 10m, interval: 50ms, gates: [{metric: latency_mean_ms, upper_bound: 0}]}
            """
        ) { project, traffic in
            traffic.start()
            let result = try await project.shell("mlx-promote penguins@2 || exit $?")
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains("version 2 was taken back, version 1 is live again"))
            let stage = try #require(try result.document().stage(named: "promote"))
            #expect(stage.details["takenBack"]?["to"] == 1)
            traffic.stop()
            while project.servedVersions() != ["1"] { usleep(10_000) }
            let shown = try await project.shell("mlx-promote show penguins")
            #expect(shown.output.contains("rollback 2 -> 1 by"), "\(shown.output)")
            #expect(shown.output.contains("latency_mean_ms is"), "\(shown.output)")
        }
    }

    @Test func `a live version that cannot be taken back says why, and what it broke`()
        async throws
    {
        try await run(
            """
            promote:
              watch: {for: 10m, interval: 50ms, gates: [{metric: latency_mean_ms, upper_bound: 0}]}
            """
        ) { project, traffic in
            traffic.start()
            let result = try await project.shell(
                """
                digest=$(sha256sum <m1/model.ubj | cut -c1-64)
                blob=registry/production/penguins/blobs/sha256/$digest
                rm -f $blob
                echo changed >$blob
                mlx-promote penguins@2 || exit $?
                """)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains("is damaged"), "\(result.errors)")
            #expect(result.errors.contains("--repair"), "\(result.errors)")
            let stage = try #require(try result.document().stage(named: "promote"))
            let watch = try #require(stage.checks.first { $0.id == "watch" })
            #expect(watch.status == .failed && watch["metric"] == "latency_mean_ms")
            #expect(stage.details["notTakenBack"]?["to"] == 1)
            #expect(stage.details["changed"] == true)
            traffic.stop()
            #expect(project.servedVersions() == ["2"])
        }
    }

    @Test func `a live version that keeps its gates stays`() async throws {
        try await run("promote: {watch: 1s}") { project, traffic in
            traffic.start()
            let result = try await project.shell("mlx-promote penguins@2")
            #expect(result.status == 0, "\(result.errors)")
            let checks = try result.document().stage(named: "promote")?.checks
            #expect(checks?.first { $0.id == "watch" }?.status == .passed)
            #expect(project.servedVersions() == ["2"])
        }
    }

    @Test func `a service that is gone while it is watched is not left so`() async throws {
        try await run("promote: {watch: {for: 10m, interval: 50ms}}") { project, _ in
            let result = try await project.shell(
                """
                mlx-promote penguins@2 --verbose --out out.json 2>messages & promotion=$!
                while ! grep -q watching messages; do sleep 0.01; done
                kill -9 $(cat registry/production/penguins/.mlx/serve.pid)
                status=0
                wait $promotion || status=$?
                cat messages >&2
                exit $status
                """)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains("version 1 is live again"), "\(result.errors)")
            #expect(project.servedVersions() == ["1"])
        }
    }

    @Test func `gates under load decide before the commit`() async throws {
        let load = "load: {connections: 2, duration: 300ms, warmup: 50ms}"
        try await run(
            "promote: {gates: [{metric: throughput_rps, lower_bound: 1e9}], \(load)}"
        ) { project, _ in
            let result = try await project.shell("mlx-promote penguins@2 || exit $?")
            #expect(result.status == 1, "\(result.errors)")
            let stage = try #require(try result.document().stage(named: "promote"))
            #expect(stage.checks.map(\.id) == ["throughput_rps"])
            #expect(project.servedVersions() == ["1"])
            #expect(try project.services().count == 1)
            let good = try await project.shell(
                """
                sed -i 's/lower_bound: 1e9/lower_bound: 1}, {metric: error_rate, upper_bound: 0/' \
                    mlx.yaml
                mlx-promote penguins@2
                """)
            #expect(good.status == 0, "\(good.errors)")
            let passed = try #require(try good.document().stage(named: "promote"))
            #expect((passed.metrics["throughput_rps"] ?? nil) ?? 0 > 1)
            #expect(project.servedVersions() == ["2"])
        }
    }
}

/// Requests to the live service, one after the other, until it is stopped.
final class Traffic: Sendable {
    private struct State {
        var isRunning = false
        var versions: Set<String> = []
    }

    private let state = Mutex(State())
    private let url: String
    private let body: [UInt8]

    init(_ project: LiveProject) {
        url = "\(project.url)/v2/models/penguins/infer"
        body = (try? Files.read(project.directory.appending("m1/input_example.json"))) ?? []
    }

    func start() {
        state.withLock { $0.isRunning = true }
        Task.detached { [self] in
            while state.withLock({ $0.isRunning }) {
                let answer = try? HTTPClient().send(
                    method: "POST", url: url, headers: [("Content-Type", "application/json")],
                    body: body, timeout: .seconds(5))
                let json = answer.flatMap { try? JSONValue(parsing: $0.body) }
                if let version = json?["model_version"]?.stringValue {
                    state.withLock { _ = $0.versions.insert(version) }
                }
                try? await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    /// - Returns: the versions that answered.
    @discardableResult
    func stop() -> Set<String> {
        state.withLock { state in
            state.isRunning = false
            return state.versions
        }
    }
}
