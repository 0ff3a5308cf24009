import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage

/// `mlx-serve` on this machine: it follows the registry, and is started if it does not run.
package struct ServeDeployer: Deployer {
    let settings: ServiceSettings

    package init(_ settings: ServiceSettings) { self.settings = settings }

    private var endpoint: ServiceEndpoint { settings.endpoint }

    package var takesBack: Bool { false }

    package func steps(_ release: Release) -> [String] {
        switch endpoint.state(of: release.model) {
        case .absent: ["start mlx-serve at \(endpoint.url)"]
        default: ["wait until mlx-serve at \(endpoint.url) has changed its version by itself"]
        }
    }

    /// Looks for the program, and who has the port.
    ///
    /// - Throws: `PromotionError.noService`, `.portTaken`.
    package func prepare(_ release: Release) throws {
        _ = try settings.findProgram()
        guard case .foreign(let reason) = endpoint.state(of: release.model) else { return }
        throw PromotionError.portTaken(host: settings.host, port: settings.port, reason: reason)
    }

    /// Waits until the running service answers with the version; starts one if there is none.
    package func apply(_ release: Release) throws -> Deployment {
        let follower = ServiceFollower(endpoint, patience: settings.patience, log: log(release))
        switch endpoint.state(of: release.model) {
        case .absent: return try start(release, follower)
        case .serving(let live) where live == String(release.version.number):
            return deployment(isChanged: false)
        default:
            try follower.wait(for: release)
            return deployment(isChanged: true)
        }
    }

    private func log(_ release: Release) -> FilePath {
        release.store.serviceDirectory.appending("serve.log")
    }

    private func deployment(isChanged: Bool, process: pid_t? = nil) -> Deployment {
        Deployment(
            deployer: "mlx-serve", target: endpoint.url, url: endpoint.url, isChanged: isChanged,
            process: process.map(Int.init))
    }

    private func start(_ release: Release, _ follower: ServiceFollower) throws -> Deployment {
        let store = release.store
        let process = try DetachedProcess.start(
            settings.findProgram(),
            [
                "--model", release.model, "--registry", store.root.string,
                "--host", settings.host, "--port", String(settings.port),
            ],
            environment: settings.environment,
            log: log(release)
        )
        try Files.replace(
            store.serviceDirectory.appending("serve.pid"),
            with: "\(process.id)\n".utf8
        )
        try follower.wait(for: release, process: process)
        return deployment(isChanged: true, process: process.id)
    }
}
