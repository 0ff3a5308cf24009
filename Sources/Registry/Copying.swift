import FileStorage
import RunDocument
import SystemPackage

/// What a copy between registries brought.
package struct CopyReport: Hashable, Sendable {
    package let version: RegisteredVersion
    /// Blobs that were not there before.
    package let copied: Int
    package let bytes: Int
}

extension ModelStore {
    /// Takes a version over from another registry, with its manifest unchanged and what is said of
    /// it, under the same number.
    ///
    /// - Throws: `RegistryError.damaged` for a bad blob on either side, `.versionTaken` if the
    ///   number stands for another model here.
    package func copy(
        _ version: RegisteredVersion,
        from source: ModelStore,
        _ options: CommitOptions
    ) throws -> CopyReport {
        try layout.create()
        return try FileLock.hold(layout.collectorLock, .shared, timeout: options.lockTimeout) {
            try FileLock.holdIfPresent(
                source.layout.collectorLock,
                timeout: options.lockTimeout
            ) {
                try copyLocked(version, from: source, options)
            }
        }
    }

    private func copyLocked(
        _ version: RegisteredVersion,
        from source: ModelStore,
        _ options: CommitOptions
    ) throws -> CopyReport {
        let all = try source.blobs(of: version)
        let missing = all.filter { !blobs.contains($0.digest, size: $0.size) }
        for blob in all {
            try Task.checkCancellation()
            try blobs.take(blob, from: source.blobs)
        }
        let sourceIndex = try source.index()
        let referrers = try source.referrers(of: version, in: sourceIndex)
        let manifests = Set(referrers.map(\.entry.digest)).union([version.manifestDigest])
        try keep(all.filter { !manifests.contains($0.digest) })
        return try commit(options) { index in
            let event = try add(version, referrers, to: &index)
            guard let copied = try self.version(version.number, in: index) else {
                throw RegistryError.damaged(path: layout.index.string, reason: "the copy is gone")
            }
            let bytes = missing.reduce(0) { $0 + $1.size }
            return (event, CopyReport(version: copied, copied: missing.count, bytes: bytes))
        }
    }

    /// - Returns: the event, or nil if everything was there.
    private func add(
        _ version: RegisteredVersion,
        _ referrers: [Referrer],
        to index: inout Index
    ) throws -> AuditEvent? {
        let before = index.entries.count
        if let known = index.entry(tagged: String(version.number)) {
            guard known.digest == version.manifestDigest else {
                throw RegistryError.versionTaken(version.number, model: model.description)
            }
        } else {
            index.add(version.manifest, tag: String(version.number))
        }
        for referrer in referrers
        where !index.entries.contains(where: { $0.digest == referrer.entry.digest }) {
            index.add(referrer.entry)
        }
        guard index.entries.count > before else { return nil }
        var event = AuditEvent(.copy, version: version.number)
        event.digest = version.manifestDigest.description
        return event
    }

    /// The version that `production` stands on.
    package func productionVersion() throws -> Int? {
        try index().version(tagged: Tag.production)
    }

    /// Lets `production` stand on a version and `previous` on the one before, in one step.
    ///
    /// - Parameters:
    ///   - expected: the version that was live when the work began.
    ///   - event: what is recorded.
    /// - Throws: `RegistryError.tagMoved` if another version went live meanwhile.
    /// - Returns: whether anything changed.
    @discardableResult
    package func setProduction(
        _ version: RegisteredVersion,
        expecting expected: Int?,
        recording event: AuditEvent,
        _ options: CommitOptions
    ) throws -> Bool {
        try commit(options) { index in
            let current = index.version(tagged: Tag.production)
            guard current == expected else {
                throw RegistryError.tagMoved(
                    tag: Tag.production,
                    expected: expected,
                    found: current
                )
            }
            guard current != version.number else { return (nil, false) }
            // It may have been deleted since it was looked at.
            guard index.entry(tagged: String(version.number))?.digest == version.manifestDigest
            else {
                throw RegistryError.unknownVersion(
                    String(version.number), model: model.description, known: index.numbers)
            }
            let old = current.flatMap { index.entry(tagged: String($0)) }?.descriptor
            index.move(Tag.production, to: version.manifest)
            if let old { index.move(Tag.previous, to: old) }
            var event = event
            event.version = version.number
            event.digest = version.manifestDigest.description
            event.from = expected
            return (event, true)
        }
    }
}
