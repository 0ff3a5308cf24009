import Promotion
import Registry
import RunDocument
import Synchronization

/// A deployer that writes down what it is told.
final class FakeDeployer: Deployer {
    struct Refusal: Failure {
        let exitStatus = ExitStatus.unavailable
        let description = "the platform is full"
    }

    private let log = Mutex<[String]>([])
    private let refused: Set<Int>
    private let meanwhile: @Sendable () throws -> Void
    let takesBack: Bool

    /// - Parameters:
    ///   - refused: versions that it does not bring.
    ///   - meanwhile: what happens before it says so.
    init(
        refusing refused: Set<Int> = [], takesBack: Bool = true,
        meanwhile: @escaping @Sendable () throws -> Void = {}
    ) {
        self.refused = refused
        self.takesBack = takesBack
        self.meanwhile = meanwhile
    }

    var calls: [String] { log.withLock { $0 } }

    func steps(_ release: Release) -> [String] { ["bring \(release.version.number)"] }

    func prepare(_ release: Release) { note("prepare", release) }

    func apply(_ release: Release) throws -> Deployment {
        note("apply", release)
        guard !refused.contains(release.version.number) else {
            try meanwhile()
            throw Refusal()
        }
        return Deployment(deployer: "fake", target: "here", url: nil, isChanged: true)
    }

    private func note(_ word: String, _ release: Release) {
        let live = (try? release.store.productionVersion()).flatMap { $0 }
        log.withLock { log in
            log.append(
                "\(word) \(release.version.number) while \(live.map(String.init) ?? "none") is live"
            )
        }
    }
}
