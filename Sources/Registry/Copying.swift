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
        let parts = try source.parts(of: version)
        let missing = parts.all.filter { !blobs.contains($0.digest, size: $0.size) }
        for blob in parts.all {
            try Task.checkCancellation()
            try blobs.take(blob, from: source.blobs)
        }
        try keep(parts.blobs)
        return try commit(options) { index in
            let isNew = try index.add(parts, model: model)
            guard let copied = try self.version(version.number, in: index) else {
                throw RegistryError.damaged(path: layout.index.string, reason: "the copy is gone")
            }
            var event = AuditEvent(.copy, version: version.number)
            event.digest = version.manifestDigest.description
            let bytes = missing.reduce(0) { $0 + $1.size }
            let report = CopyReport(version: copied, copied: missing.count, bytes: bytes)
            return (isNew ? event : nil, report)
        }
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
