import Glibc
import Registry
import SystemPackage

/// Waits until a service answers with a version.
struct ServiceFollower {
    private let endpoint: ServiceEndpoint
    private let patience: Duration
    /// Where the service's messages are.
    private let log: FilePath

    init(_ endpoint: ServiceEndpoint, patience: Duration, log: FilePath) {
        self.endpoint = endpoint
        self.patience = patience
        self.log = log
    }

    /// - Parameter process: the service, if it was started here: its end ends the waiting.
    /// - Throws: `PromotionError.serviceDied`, `.notServed`.
    func wait(for release: Release, process: DetachedProcess? = nil) throws {
        let number = release.version.number
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            try Task.checkCancellation()
            if let status = process?.ended() {
                throw PromotionError.serviceDied(
                    version: number,
                    status: status,
                    log: log.string,
                    output: LogTail.lastLine(of: log)
                )
            }
            if endpoint.state(of: release.model) == .serving(version: String(number)) { return }
            usleep(20_000)
        }
        throw PromotionError.notServed(
            version: number,
            url: endpoint.url,
            seconds: Int(patience.components.seconds),
            log: log.string
        )
    }
}
