import ArgumentParser
import CommandLineTool
import Promotion
import SystemPackage

/// Where the registries are.
struct RegistryOptions: ParsableArguments, Sendable {
    @Option(
        help: ArgumentHelp(
            "The registry that versions come from: a directory, \"s3://…\" or \"oci://…\"; by default the project's.",
            valueName: "registry"
        )
    )
    var testing: String?

    @Option(
        help: ArgumentHelp(
            "The registry that versions go to: a directory, \"s3://…\" or \"oci://…\"; by default the project's.",
            valueName: "registry"
        )
    )
    var production: String?

    init() {}
}

/// The service that follows production.
struct ServiceOptions: ParsableArguments, Sendable {
    @Flag(
        help:
            "Leave the prediction service alone: shadow, canary and watch are skipped, and their checks say so."
    )
    var noServe = false

    @Option(
        help: ArgumentHelp(
            "The service's address; by default that in mlx.yaml, or 127.0.0.1.",
            valueName: "address"))
    var host: String?

    @Option(
        help: ArgumentHelp(
            "The service's port; by default that in mlx.yaml, without which there is no service.",
            valueName: "number"))
    var port: Int?

    @Option(
        help: ArgumentHelp(
            "How long a service may take to be ready, or to change its version.",
            valueName: "seconds"
        )
    )
    var readyTimeout = 60.0

    @Option(
        help: ArgumentHelp(
            "Watch the service this long, as 5m, and go back if it breaks a gate; by default what mlx.yaml says.",
            valueName: "time"
        )
    )
    var watch: String?

    init() {}

    func validate() throws {
        if let watch, TimeSpan.parse(watch) == nil {
            throw ValidationError("--watch is no length of time as 90s or 5m: '\(watch)'")
        }
        if watch != nil, noServe {
            throw ValidationError("--watch and --no-serve contradict each other")
        }
        if let port, !(1...65_535).contains(port) {
            throw ValidationError("--port is not a port number: \(port)")
        }
        guard readyTimeout > 0, readyTimeout <= 86_400 else {
            throw ValidationError("--ready-timeout is not between 0 and 86400 seconds")
        }
    }

    var patience: Duration { .seconds(readyTimeout) }

    /// Nil if no service belongs to the project, or none is to be touched.
    func settings(_ project: Project, _ environment: [String: String]) -> ServiceSettings? {
        guard !noServe, let port = port ?? project.serve?.port, port > 0 else { return nil }
        return settings(host: host ?? project.serve?.host ?? "127.0.0.1", port: port, environment)
    }

    func settings(host: String = "127.0.0.1", port: Int, _ environment: [String: String])
        -> ServiceSettings
    {
        ServiceSettings(
            host: host,
            port: port,
            patience: patience,
            environment: environment
        )
    }
}
