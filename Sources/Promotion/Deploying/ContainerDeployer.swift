import FileStorage
import Registry
import RunDocument
import SystemPackage

/// A container of an image that serves the model, which it sees read-only.
package struct ContainerDeployer: Deployer {
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

    private func container(_ release: Release) -> ContainerDescription {
        ContainerDescription(settings, release)
    }

    package func steps(_ release: Release) -> [String] {
        [
            "run \(ShellWords.joined(settings.program + container(release).create))",
            "stop the container before, start '\(container(release).name)', wait until it is "
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
        let name = container(release).name
        let others = try containers(release)
        if others.contains(name), try isRunning(name, release), isReady(release) {
            try remove(others.filter { $0 != name }, release)
            return deployment(name, isChanged: false)
        }
        let running = try others.filter { try $0 != name && isRunning($0, release) }
        try remove(others.filter { $0 == name }, release)
        try run(container(release).create, release).succeed()
        do {
            for other in running { try runToEnd(["stop", other], release) }
            try Task.checkCancellation()
            try runToEnd(["start", name], release)
            try Task.checkCancellation()
            try wait(name, release)
        } catch {
            try restore(running, insteadOf: name, release, after: error)
            throw error
        }
        try remove(others.filter { $0 != name }, release)
        return deployment(name, isChanged: true)
    }

    /// - Throws: `PromotionError.notRestored`.
    private func restore(
        _ containers: [String], insteadOf name: String, _ release: Release, after error: any Error
    ) throws {
        // If it cannot be removed, the others say whether that hinders them.
        try? runToEnd(["rm", "--force", name], release)
        for container in containers {
            do {
                try runToEnd(["start", container], release)
            } catch let failure as any Failure {
                throw PromotionError.notRestored(
                    container: container, reason: failure.description,
                    failure: (error as? any Failure)?.description ?? "interrupted",
                    log: release.programLog.string)
            }
        }
    }

    private func deployment(_ name: String, isChanged: Bool) -> Deployment {
        Deployment(
            deployer: settings.engine, target: name, url: endpoint?.url, isChanged: isChanged)
    }

    private func run(_ words: [String], _ release: Release) -> StepProgram {
        programs.step(settings.program + words, for: release)
    }

    /// Runs what changes containers to its end, also when the promotion is called off: an engine
    /// goes on with what it was told, and nobody would know how it ended.
    private func runToEnd(_ words: [String], _ release: Release) throws {
        var step = run(words, release)
        step.endsWithTask = false
        try step.succeed()
    }

    /// The names of all containers of the model in this registry.
    private func containers(_ release: Release) throws -> [String] {
        let filters = container(release).labels.flatMap { ["--filter", "label=\($0)"] }
        let output = try run(
            ["ps", "--all"] + filters + ["--format", "{{.Names}}"], release
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
