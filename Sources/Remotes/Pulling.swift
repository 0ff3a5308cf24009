import FileStorage
package import Registry
import Transfer

/// What a pull brought.
package struct PullReport: Hashable, Sendable {
    package let version: RegisteredVersion
    /// Blobs that were not here before, and their bytes.
    package let received: Int
    package let bytes: Int
    package let isNew: Bool
}

extension ModelStore {
    /// More statements about one version than anybody makes.
    private static let maximumReferrers = 10_000

    /// Takes a version, with what is said of it, from a registry elsewhere, under its own number.
    ///
    /// - Parameter reference: a number, a tag, or `latest`.
    /// - Throws: `RemoteError`, `TransferError`, `RegistryError`; the failure is recorded.
    package func pull(
        _ reference: String,
        from remote: any Remote,
        allowUnsafe: Bool = false,
        _ options: CommitOptions,
        progress: @escaping TransferProgress
    ) throws -> PullReport {
        var event = AuditEvent(.pull, version: Tag.number(reference))
        event.remote = remote.name
        if allowUnsafe { event.override = "--allow-unsafe" }
        return try recording(event, options) {
            let (tag, manifest) = try find(reference, in: remote)
            let incoming = try IncomingVersion(manifest: manifest.bytes, from: manifest.source)
            return try receive(lockTimeout: options.lockTimeout) { reception in
                var transfer = IncomingTransfer(remote, reception, progress)
                let number = try number(tag, incoming, in: remote, &transfer)
                let referrers = try remote.referrers(of: incoming.model.manifest)
                guard referrers.count <= Self.maximumReferrers else {
                    throw RemoteError.misbehaved(
                        url: remote.name, reason: "\(referrers.count) referrers")
                }
                let parts = try referrers.map {
                    try incoming.referrer(manifest: $0.bytes, from: $0.source)
                }
                try transfer.receive(incoming.model.blobs + parts.flatMap(\.blobs))
                for manifest in [manifest] + referrers {
                    try reception.receive(manifest: manifest.bytes)
                }
                let (version, isNew) = try reception.commit(
                    incoming, as: number, referrers: parts, allowUnsafe: allowUnsafe,
                    recording: event, options)
                return PullReport(
                    version: version, received: transfer.received, bytes: transfer.bytes,
                    isNew: isNew)
            }
        }
    }

    private func find(_ reference: String, in remote: any Remote) throws
        -> (tag: String, RemoteManifest)
    {
        var tag = reference
        if reference == Tag.latest {
            let newest = try remote.tags().compactMap(Tag.number).max()
            guard let newest else {
                throw RemoteError.unknownVersion("\(model)@\(reference)", remote: remote.name)
            }
            tag = String(newest)
        }
        guard let manifest = try remote.manifest(tagged: tag) else {
            throw RemoteError.unknownVersion("\(model)@\(reference)", remote: remote.name)
        }
        return (tag, manifest)
    }

    /// The version that a tag stands for: it is written in the configuration, and no tag can
    /// contradict that.
    private func number(
        _ tag: String, _ incoming: IncomingVersion, in remote: any Remote,
        _ transfer: inout IncomingTransfer
    ) throws -> Int {
        let configuration = incoming.configuration
        guard configuration.size <= IncomingVersion.maximumManifest else {
            throw RegistryError.damaged(
                path: configuration.digest.description, reason: "it is too large")
        }
        try transfer.receive([configuration])
        let claimed = try IncomingVersion.number(
            configuration: try Files.read(path(of: configuration)),
            from: configuration.digest.description)
        let asked = Tag.number(tag)
        guard let number = asked ?? claimed, claimed == nil || claimed == number else {
            throw RegistryError.damaged(
                path: "\(remote.name):\(tag)",
                reason: "its configuration says version \(claimed.map(String.init) ?? "none")")
        }
        return number
    }
}

/// Brings in blobs and counts them.
private struct IncomingTransfer {
    private(set) var received = 0
    private(set) var bytes = 0
    private let remote: any Remote
    private let reception: Reception
    private let progress: TransferProgress

    init(_ remote: any Remote, _ reception: Reception, _ progress: @escaping TransferProgress) {
        self.remote = remote
        self.reception = reception
        self.progress = progress
    }

    mutating func receive(_ blobs: [Descriptor]) throws {
        let missing = Set(blobs.filter { !reception.contains($0) }.map(\.digest))
        let wanted = blobs.filter { missing.contains($0.digest) }
        let total = wanted.reduce(0) { $0 + $1.size }
        var done = 0
        for blob in wanted where !reception.contains(blob) {
            try Task.checkCancellation()
            remote.session.observer = { [done, progress] in progress(done + $0, total) }
            defer { remote.session.observer = nil }
            try reception.receive(blob) { try remote.get(blob, into: $0) }
            done += blob.size
            received += 1
            bytes += blob.size
        }
    }
}
