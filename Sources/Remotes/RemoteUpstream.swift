import FileStorage
package import Registry
import Synchronization
package import Transfer

/// The remote that a mirror follows; it is opened when it is first asked.
package final class RemoteUpstream: Upstream {
    package let registry: String
    package let name: String
    private let open: @Sendable () throws -> any Remote
    private let lock = Mutex(())
    // Only whoever has the lock touches it: a connection serves one request after another.
    nonisolated(unsafe) private var remote: (any Remote)?

    /// - Parameter retries: how often a registry is asked again that does not answer.
    package convenience init(
        _ url: RemoteURL, model: ModelName, environment: [String: String],
        retries: RetryPolicy = RetryPolicy()
    ) {
        self.init(registry: url.description, name: "\(url)/\(model)") {
            try url.open(model, environment: environment, retries: retries)
        }
    }

    init(registry: String, name: String, _ open: @escaping @Sendable () throws -> any Remote) {
        self.registry = registry
        self.name = name
        self.open = open
    }

    private func ask<Answer: Sendable>(_ question: (any Remote) throws -> Answer) throws -> Answer {
        do {
            return try lock.withLock { _ in
                let remote = try self.remote ?? open()
                self.remote = remote
                return try question(remote)
            }
        } catch TransferError.unreachable(_, let reason) {
            throw RemoteError.unreachable(registry, reason: reason)
        }
    }

    package func index(unless known: String?) throws -> UpstreamIndex {
        try ask { try $0.index(unless: known) }
    }

    package func log() throws -> [UInt8] { try ask { try $0.log() } }

    package func fetch(_ blob: Descriptor, into partial: PartialBlob) throws {
        try ask { remote in
            guard blob.isManifest else { return try remote.get(blob, into: partial) }
            let manifest = try remote.manifest(blob)
            try partial.restart()
            try manifest.bytes.withUnsafeBytes { try partial.take($0) }
        }
    }

    package func send(_ blob: Descriptor, from store: ModelStore) throws -> Bool {
        try ask { try $0.put(blob, from: store) }
    }

    package func replace(
        _ revision: String?, with change: UpstreamChange, from store: ModelStore
    ) throws -> UpstreamOutcome {
        try ask { try $0.replace(revision, with: change, from: store) }
    }

    package func pause(after attempt: Int) throws {
        let longest = min(1000, 20 << min(attempt, 6))
        try ask { try $0.session.retries.wait(.milliseconds(Int.random(in: 5...longest))) }
    }
}

extension RemoteUpstream {
    /// Lists a version whose blobs are there, through a mirror that nobody keeps.
    func publish(
        _ parts: VersionParts, tags: [String], from source: ModelStore, _ options: CommitOptions
    ) throws -> Bool {
        let directory = try Files.createTemporaryDirectory(prefix: "mlx-remote")
        defer { Files.removeTreeIfPossible(directory) }
        let mirror = ModelStore(root: directory, model: source.model, upstream: self)
        return try mirror.publishUpstream(parts, tags: tags, from: source, options)
    }
}

extension Descriptor {
    /// Whether it is kept as a manifest where these are kept apart from other blobs.
    var isManifest: Bool { mediaType == MediaType.manifest || mediaType == MediaType.index }
}
