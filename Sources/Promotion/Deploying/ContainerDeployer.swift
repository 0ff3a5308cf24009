import FileStorage
import Registry
import SystemPackage

/// A container of an image that serves the model, which it sees read-only.
package struct ContainerDeployer: Deployer {
    package struct Settings: Sendable {
        /// `podman` or `docker`.
        package var engine: String
        /// What is run in its place, with the options that come before its commands.
        package var program: [String]
        package var image: String
        /// What is given to the image; nil for what mlx-serve takes.
        package var arguments: [String]?
        /// Further options of `create`.
        package var options: [String] = []
        /// The port inside.
        package var port = 8080
        /// Where the port is published; nil for nowhere.
        package var host = "127.0.0.1"
        package var publishedPort: Int?
        /// How long the service may take to be ready.
        package var patience: Duration

        package init(engine: String, image: String, patience: Duration) {
            self.engine = engine
            program = [engine]
            self.image = image
            self.patience = patience
        }
    }

    private let settings: Settings
    private let programs: ProgramSettings

    package init(_ settings: Settings, _ programs: ProgramSettings) {
        self.settings = settings
        self.programs = programs
    }

    package var takesBack: Bool { true }

    private var endpoint: ServiceEndpoint? {
        settings.publishedPort.map { ServiceEndpoint(host: settings.host, port: $0) }
    }

    private func name(_ release: Release) -> String {
        "mlx-\(release.model)-v\(release.version.number)-"
            + release.version.manifestDigest.hex.prefix(8)
    }

    package func steps(_ release: Release) -> [String] {
        [
            "run \(StepProgram.words(settings.program + create(release)))",
            "stop the container before, start '\(name(release))', wait until it is "
                + (endpoint.map { "ready at \($0.url)" } ?? "running"),
        ]
    }

    /// - Throws: `PromotionError.programMissing`, `.programFailed` for an image that is not there.
    package func prepare(_ release: Release) throws {
        try programs.require(settings.program)
        let words = ["image", "inspect", "--format", "{{.Id}}", settings.image]
        try programs.probe(settings.program + words)
    }

    /// Makes the container, stops the one before and starts the new one.
    ///
    /// Two cannot publish one port: for a moment nobody answers. If the new one is not ready in
    /// time, it is removed, and the one before is started again.
    package func apply(_ release: Release) throws -> Deployment {
        let name = name(release)
        let others = try containers(release)
        if others.contains(name), try isRunning(name, release), isReady(release) {
            try remove(others.filter { $0 != name }, release)
            return deployment(name, isChanged: false)
        }
        let running = try others.filter { try $0 != name && isRunning($0, release) }
        try remove(others.filter { $0 == name }, release)
        try run(create(release), release).succeed()
        do {
            for other in running { try run(["stop", other], release).succeed() }
            try run(["start", name], release).succeed()
            try wait(name, release)
        } catch {
            try? remove([name], release)
            for other in running { _ = try? run(["start", other], release).run() }
            throw error
        }
        try remove(others.filter { $0 != name }, release)
        return deployment(name, isChanged: true)
    }

    private func deployment(_ name: String, isChanged: Bool) -> Deployment {
        Deployment(
            deployer: settings.engine, target: name, url: endpoint?.url, isChanged: isChanged)
    }

    private func create(_ release: Release) -> [String] {
        var words = [
            "create", "--name", name(release), "--label", "mlx.model=\(release.model)",
            "--label", "mlx.version=\(release.version.number)",
            "--mount", "type=bind,source=\(release.directory),target=/model,readonly",
        ]
        if let port = settings.publishedPort {
            words += ["--publish", "\(settings.host):\(port):\(settings.port)"]
        }
        let arguments = [
            "--model-directory", "/model", "--name", release.model,
            "--model-version", String(release.version.number), "--host", "0.0.0.0",
            "--port", String(settings.port),
        ]
        return words + settings.options + [settings.image] + (settings.arguments ?? arguments)
    }

    private func run(_ words: [String], _ release: Release) -> StepProgram {
        programs.step(settings.program + words, for: release)
    }

    /// The names of all containers of the model.
    private func containers(_ release: Release) throws -> [String] {
        let label = "label=mlx.model=\(release.model)"
        let output = try run(
            ["ps", "--all", "--filter", label, "--format", "{{.Names}}"], release
        ).succeed().output
        // The engine may warn of something in between.
        return output.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("mlx-\(release.model)-v") }
    }

    private func isRunning(_ name: String, _ release: Release) throws -> Bool {
        let words = ["inspect", "--format", "running={{.State.Running}}", name]
        return try run(words, release).succeed().output.contains("running=true")
    }

    private func isReady(_ release: Release) -> Bool {
        guard let endpoint else { return true }
        return endpoint.state(of: release.model)
            == .serving(version: String(release.version.number))
    }

    private func wait(_ name: String, _ release: Release) throws {
        guard let endpoint else {
            guard try isRunning(name, release) else { throw ended(name, release) }
            return
        }
        let follower = ServiceFollower(
            endpoint, patience: settings.patience, log: release.programLog)
        do {
            try follower.wait(for: release)
        } catch let error as PromotionError {
            // What it said before it was removed is lost otherwise.
            _ = try? run(["logs", name], release).run()
            throw error
        }
    }

    private func ended(_ name: String, _ release: Release) -> PromotionError {
        let output = (try? run(["logs", name], release).run().lastLine) ?? ""
        return .containerEnded(name, output: output, log: release.programLog.string)
    }

    private func remove(_ names: [String], _ release: Release) throws {
        for name in names { try run(["rm", "--force", name], release).succeed() }
    }
}
