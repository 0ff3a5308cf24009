import FileStorage
import RunDocument
import SystemPackage

/// A store while it takes in what another registry sends: nothing is collected meanwhile.
package struct Reception {
    let store: ModelStore

    package func contains(_ blob: Descriptor) -> Bool {
        store.blobs.contains(blob.digest, size: blob.size)
    }

    /// Brings in a blob, which `fill` writes; it may have been begun earlier.
    ///
    /// - Throws: `RegistryError.damaged` if it has another size or digest; then it is not here.
    package func receive(_ blob: Descriptor, _ fill: (PartialBlob) throws -> Void) throws {
        guard !contains(blob) else { return }
        let partial = try PartialBlob(blob, in: store.layout)
        defer { partial.close() }
        // Another process may have finished it while this one waited.
        guard !contains(blob) else { return }
        try partial.fill(as: store.blobs.path(of: blob.digest), fill)
    }

    /// Brings in a manifest that was read whole.
    package func receive(manifest bytes: [UInt8]) throws {
        try store.blobs.ingest(bytes, as: MediaType.manifest)
    }

    /// Lists a version whose blobs are all here.
    ///
    /// - Returns: the version, and whether anything was new.
    /// - Throws: `RegistryError.unsafeFormat`, `.versionTaken` for another model.
    package func commit(
        _ incoming: IncomingVersion,
        as number: Int,
        referrers: [VersionParts.Part],
        allowUnsafe: Bool,
        recording event: AuditEvent,
        _ options: CommitOptions
    ) throws -> (RegisteredVersion, isNew: Bool) {
        let override = try store.checkFormats(of: incoming.files, allowUnsafe: allowUnsafe)
        let parts = VersionParts(number: number, model: incoming.model, referrers: referrers)
        try store.keep(parts.blobs)
        return try store.commit(options) { index in
            let isNew = try index.add(parts, model: store.model)
            guard let version = try store.version(number, in: index) else {
                throw RegistryError.damaged(
                    path: store.layout.index.string, reason: "no version \(number)")
            }
            var event = event
            event.version = number
            event.digest = version.manifestDigest.description
            event.override = override
            return (isNew ? event : nil, (version, isNew))
        }
    }
}

extension ModelStore {
    /// Makes the store ready to take something in.
    package func receive<Result>(
        lockTimeout: Duration,
        _ body: (Reception) throws -> Result
    ) throws -> Result {
        try layout.create()
        return try FileLock.hold(layout.collectorLock, .shared, timeout: lockTimeout) {
            try body(Reception(store: self))
        }
    }
}
