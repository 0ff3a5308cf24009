import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// What mlx.yaml's `promote` may say.
@Suite struct PromoteSettingsTests {
    @Test(arguments: [
        ("deployer: kubernets", "one of mlx-serve, command, systemd"),
        ("deploier: none", "did you mean 'deployer'?"),
        ("deployer: command", "write command: [./deploy.sh]"),
        ("deployer: systemd", "write serve: {port: 8080}"),
        ("deployer: podman", "name an image that runs mlx-serve"),
        ("deployer: kubernetes", "write image: registry.example"),
        ("{deployer: kubernetes, kubernetes: {kind: deploiment}}", "did you mean 'deployment'?"),
        ("timeout: soon", "which is no length of time"),
        ("before: [{comand: [x]}]", "did you mean 'command'?"),
        ("before: [{command: [x], terraform: {directory: y}}]", "either a 'command' or"),
        ("before: [{command: [sleep, 3]}]", "numbers are quoted"),
        ("before: [{terraform: {dir: x}}]", "unknown key 'dir' in 'terraform'"),
        ("before: [{terraform: {directory: x, apply: yes please}}]", "is not true or false"),
        ("gates: [{metric: latency_p99, upper_bound: 1}]", "did you mean 'latency_p99_ms'?"),
        ("gates: [{metric: error_rate}]", "give lower_bound, upper_bound or change"),
        ("{deployer: command, command: [true], watch: {interval: 1s}}", "'for' is missing"),
        ("{deployer: command, command: [true], watch: 5m}", "give its address as 'promote.url'"),
        ("{deployer: command, command: [true], canary: {share: 0.1}}", "follows the registry"),
        ("{command: [true], canary: {share: 0.1}}", "follows the registry"),
        ("canary: {share: 0.1}", "'promote.canary' does not know where the service is"),
        ("shadow: {}", "'promote.shadow' does not know where the service is"),
        ("watch: 5m", "'promote.watch' does not know where the service is"),
        ("{deployer: none, watch: later}", "no length of time"),
        ("{deployer: none, canary: {share: 2}}", "follows the registry"),
        ("{deployer: command, command: [true], url: x, watch: later}", "no length of time"),
    ])
    func `what is wrong is told with its place`(text: String, words: String) async throws {
        try await withScratchDirectory { scratch in
            let body = text.hasPrefix("{") ? text : "{\(text)}"
            try Files.write(
                scratch.appending("mlx.yaml"),
                "apiVersion: mlx/v1\nkind: Pipeline\nmodel: m\npromote: \(body)\n".utf8)
            let result = try await Tool.run(
                "mlx-promote", ["m@1", "--out", "out.json"], directory: scratch)
            #expect(result.status == 78, "\(result.errors)")
            #expect(result.errors.contains("mlx.yaml:"))
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }

    @Test(arguments: [
        ("share: 2", "not above 0 and at most 1"), ("count: 0", "not 1 to 100000"),
        ("shar: 1", "did you mean 'share'?"),
        (
            "metrics: [{name: error_rat, successCondition: result < 1}]",
            "did you mean 'error_rate'?"
        ),
        ("metrics: [{name: error_rate}]", "neither a successCondition nor"),
        ("metrics: [{name: error_rate, successCondition: reslt < 1}]", "'reslt' is neither"),
        ("metrics: [{name: error_rate, failureLimt: 1}]", "did you mean 'failureLimit'?"),
        ("metrics: [{name: error_rate, failureCondition: result < 1, failureLimit: -1}]", "whole"),
        ("metrics: [{name: disagreement_rate, successCondition: result < 1}]", "of a canary"),
    ])
    func `a canary is checked too`(text: String, words: String) async throws {
        try await withScratchDirectory { scratch in
            try Files.write(
                scratch.appending("mlx.yaml"),
                """
                apiVersion: mlx/v1
                kind: Pipeline
                model: m
                serve: {port: 1}
                promote:
                  canary: {\(text)}\n
                """.utf8)
            let result = try await Tool.run(
                "mlx-promote", ["m@1", "--out", "out.json"], directory: scratch)
            #expect(result.status == 78, "\(result.errors)")
            #expect(result.errors.contains("mlx.yaml:"))
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }
}
