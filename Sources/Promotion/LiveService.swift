import FileStorage
import Glibc
import Registry
import RunDocument
import SystemPackage

/// The service that clients talk to.
struct LiveService {
    let store: ModelStore
    let settings: ServiceSettings

    private var endpoint: ServiceEndpoint { settings.endpoint }
    private var log: FilePath { store.serviceDirectory.appending("serve.log") }

    /// Looks who has the port, before anything is changed.
    ///
    /// - Throws: `PromotionError.portTaken`.
    func checkPort() throws(PromotionError) {
        guard case .foreign(let reason) = endpoint.state(of: store.model.description) else {
            return
        }
        throw .portTaken(host: settings.host, port: settings.port, reason: reason)
    }

    enum Outcome: Equatable {
        /// It was running, and changed over to the version by itself.
        case reloaded(url: String)
        case started(url: String, process: pid_t)
    }

    /// Waits until the running service answers with the version; starts one if there is none.
    func bring(_ version: RegisteredVersion) throws -> Outcome {
        if endpoint.state(of: store.model.description) == .absent { return try start(version) }
        try wait(for: version, process: nil)
        return .reloaded(url: endpoint.url)
    }

    private func start(_ version: RegisteredVersion) throws -> Outcome {
        let process = try DetachedProcess.start(
            settings.findProgram(),
            [
                "--model", store.model.description, "--registry", store.root.string,
                "--host", settings.host, "--port", String(settings.port),
            ],
            environment: settings.environment,
            log: log
        )
        try Files.replace(
            store.serviceDirectory.appending("serve.pid"),
            with: "\(process.id)\n".utf8
        )
        try wait(for: version, process: process)
        return .started(url: endpoint.url, process: process.id)
    }

    private func wait(for version: RegisteredVersion, process: DetachedProcess?) throws {
        let deadline = ContinuousClock.now + settings.patience
        while ContinuousClock.now < deadline {
            try Task.checkCancellation()
            if let status = process?.ended() {
                throw PromotionError.serviceDied(
                    version: version.number,
                    status: status,
                    log: log.string,
                    output: LogTail.lastLine(of: log)
                )
            }
            if case .serving(let versions) = endpoint.state(of: store.model.description),
                versions.contains(String(version.number))
            {
                return
            }
            usleep(20_000)
        }
        throw PromotionError.notServed(
            version: version.number,
            url: endpoint.url,
            seconds: settings.seconds,
            log: log.string
        )
    }
}
