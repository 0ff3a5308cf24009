import FileStorage
package import Registry
import RunDocument
import Transfer

/// What a push did.
package struct PushReport: Hashable, Sendable {
    package let version: RegisteredVersion
    /// Blobs that were not there before, and their bytes.
    package let sent: Int
    package let bytes: Int
    /// Whether the remote lists anything that it did not.
    package let isNew: Bool
}

extension ModelStore {
    /// Sends a version, with what is said of it, to a registry elsewhere.
    ///
    /// The blobs come first, then the manifests, then the tag: whoever reads the remote finds the
    /// whole version or none.
    ///
    /// - Parameter tags: words that are to stand on the version there.
    /// - Throws: `RemoteError`, `TransferError`, `RegistryError`; the failure is recorded.
    package func push(
        _ version: RegisteredVersion,
        to remote: any Remote,
        tags: [String] = [],
        _ options: CommitOptions,
        progress: @escaping TransferProgress
    ) throws -> PushReport {
        var event = AuditEvent(.push, version: version.number)
        event.digest = version.manifestDigest.description
        event.remote = remote.name
        return try recording(event, options) {
            let report = try lend(version, lockTimeout: options.lockTimeout) { parts in
                try send(version, parts, to: remote, tags: tags, options, progress)
            }
            if report.isNew { try note(event, options) }
            return report
        }
    }

    private func send(
        _ version: RegisteredVersion,
        _ parts: VersionParts,
        to remote: any Remote,
        tags: [String],
        _ options: CommitOptions,
        _ progress: @escaping TransferProgress
    ) throws -> PushReport {
        let blobs = parts.blobs
        let total = blobs.reduce(0) { $0 + $1.size }
        var (done, sent, bytes) = (0, 0, 0)
        for blob in blobs {
            try Task.checkCancellation()
            remote.session.observer = { [done] moved in progress(done + moved, total) }
            defer { remote.session.observer = nil }
            if try remote.put(blob, from: self) {
                sent += 1
                bytes += blob.size
            }
            done += blob.size
        }
        let isNew = try remote.publish(parts, tags: tags, from: self, options)
        return PushReport(version: version, sent: sent, bytes: bytes, isNew: isNew)
    }

    /// Notes in the audit log of this store when something is refused or fails.
    func recording<Result>(
        _ event: AuditEvent, _ options: CommitOptions, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as any Failure {
            var event = event
            event.outcome = error.exitStatus == .denied ? .denied : .failed
            event.reason = error.description
            // The first error is the one to tell of.
            try? note(event, options)
            throw error
        }
    }
}
