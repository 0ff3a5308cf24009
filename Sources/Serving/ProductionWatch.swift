import FileStorage
import NIOPosix
package import Registry
import RunDocument
import SystemPackage

/// Keeps the live model the one that production names.
///
/// A version that cannot be loaded leaves the old one live; it is tried again now and then, as the
/// cause may have been a full disk or a library that is being installed.
package final class ProductionWatch: Sendable {
    /// What is worth telling a person.
    package enum Event: Sendable {
        case switched(to: String, from: String)
        case refused(version: String, stays: String, reason: String)
        /// The registry elsewhere cannot be read: what is live may be old.
        case unknown(reason: String)
        /// It can be read again.
        case known
    }

    package let live: LiveModel
    private let source: ProductionModel
    private let first: (digest: Digest, identity: FileIdentity?)

    /// Loads the version that is in production now.
    ///
    /// - Throws: `ServingError`, `RegistryError`, `ModelError`.
    package init(_ store: ModelStore) throws {
        source = ProductionModel(store: store)
        // Taken first: a change that comes while the model is loaded is seen afterwards.
        let identity = FileIdentity(store.path.appending("index.json"))
        let version = try source.version()
        live = LiveModel(try source.load(version))
        first = (version.manifestDigest, identity)
    }

    /// Looks after the index until the task is cancelled.
    ///
    /// - Parameters:
    ///   - refreshing: how often a registry elsewhere is asked what is in production.
    ///   - tell: called for each switch, and once for each reason to refuse a version.
    package func run(
        every interval: Duration = .milliseconds(25),
        refreshing pause: Duration = .seconds(5),
        tell: @escaping @Sendable (Event) -> Void
    ) async {
        async let refreshed: Void = refresh(every: pause, tell)
        await follow(every: interval, tell)
        await refreshed
    }

    /// Keeps a mirror of a registry elsewhere the same as that.
    private func refresh(every pause: Duration, _ tell: @escaping @Sendable (Event) -> Void) async {
        guard source.store.isMirror else { return }
        var trouble: String?
        while (try? await Task.sleep(for: pause)) != nil {
            do {
                try await NIOThreadPool.singleton.runIfActive { try self.source.store.refresh() }
                if trouble != nil { tell(.known) }
                trouble = nil
            } catch {
                let reason = (error as? any Failure)?.description ?? "\(error)"
                if trouble != reason, !Task.isCancelled { tell(.unknown(reason: reason)) }
                trouble = reason
            }
        }
    }

    private func follow(every interval: Duration, _ tell: @escaping @Sendable (Event) -> Void) async
    {
        var (digest, seen) = first
        var retry = Retry()
        var candidate = CandidateFollower(source, live)
        let index = source.store.path.appending("index.json")
        while (try? await Task.sleep(for: interval)) != nil {
            await candidate.look()
            let identity = FileIdentity(index)
            guard identity != seen || retry.isDue else { continue }
            if identity != seen { retry = Retry() }
            seen = identity
            let known = digest
            do {
                // Loading blocks, and has no place among the tasks.
                digest = try await NIOThreadPool.singleton.runIfActive {
                    try self.update(known, tell)
                }
                retry = Retry()
            } catch {
                retry.postpone()
            }
        }
    }

    /// Makes the version that production names live, unless it is.
    ///
    /// - Returns: the digest of the version's manifest.
    private func update(_ known: Digest, _ tell: (Event) -> Void) throws -> Digest {
        let old = live.current.version
        var name = "production"
        do {
            let version = try source.version()
            name = String(version.number)
            guard version.manifestDigest != known else {
                live.clearRefusal()
                return known
            }
            live.replace(with: try source.load(version))
            tell(.switched(to: name, from: old))
            return version.manifestDigest
        } catch {
            let refusal = LiveModel.Refusal(version: name, reason: "\(error)")
            if live.refusal != refusal {
                tell(.refused(version: name, stays: old, reason: refusal.reason))
            }
            live.refuse(refusal)
            throw error
        }
    }
}

/// When to try again what failed: after a second at first, then ever less often.
private struct Retry {
    private var due: ContinuousClock.Instant?
    private var pause = Duration.seconds(1)

    var isDue: Bool { due.map { $0 <= .now } ?? false }

    mutating func postpone() {
        due = .now + pause
        pause = min(pause * 2, .seconds(60))
    }
}
