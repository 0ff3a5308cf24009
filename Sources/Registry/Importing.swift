import FileStorage
import RunDocument
import SystemPackage

/// What is wanted of an import.
package struct ImportRequest: Sendable {
    package var source: ImportSource
    /// The version to give instead of the next one.
    package var version: Int?
    /// Whether content that is registered already gets another version.
    package var forceNew = false
    package var allowUnsafe = false

    package init(_ source: ImportSource) { self.source = source }
}

/// What an import brought.
package struct ImportReport: Hashable, Sendable {
    package let version: RegisteredVersion
    package let outcome: Registration.Outcome
    /// Manifests that came along, as signatures and runs.
    package let referrers: Int
}

extension ModelStore {
    /// Takes a model over from any OCI image layout under the next version; the bytes of its
    /// manifest stay what they are, so that its digest and what is signed stay too.
    ///
    /// - Throws: `RegistryError`, `StorageError`; then the registry lists what it listed before.
    package func importModel(_ request: ImportRequest, _ options: CommitOptions) throws
        -> ImportReport
    {
        var event = AuditEvent(.imported)
        event.digest = request.source.entry.digest.description
        return try recordingDenial(event, options) { try add(request, options) }
    }

    private func add(_ request: ImportRequest, _ options: CommitOptions) throws -> ImportReport {
        let source = request.source
        let referrers = try source.referrers()
        try layout.create()
        return try FileLock.hold(layout.collectorLock, .shared, timeout: options.lockTimeout) {
            try FileLock.holdIfPresent(
                source.blobs.layout.collectorLock,
                timeout: options.lockTimeout
            ) {
                for blob in source.document.content + [source.entry] { try take(blob, source) }
                for referrer in referrers {
                    for blob in referrer.document.content + [referrer.entry] {
                        try take(blob, source)
                    }
                }
            }
            // What is here cannot change any more.
            let override = try checkFormats(
                of: source.manifest.files, allowUnsafe: request.allowUnsafe)
            try keep(source.document.content + referrers.flatMap(\.document.content))
            return try commit(options) { index in
                var (event, report) = try add(request, referrers, to: &index)
                event?.override = override
                return (event, report)
            }
        }
    }

    /// Copies a blob that has the size it claims: what is far too large is not read at all.
    private func take(_ blob: Descriptor, _ source: ImportSource) throws {
        try Task.checkCancellation()
        let path = source.blobs.path(of: blob.digest)
        switch Files.kind(of: path, followLinks: false) {
        case .regular: break
        case .directory, .other: throw StorageError.notRegular(path: path.string)
        case nil: throw StorageError.missing(path: path.string)
        }
        if let size = Files.size(of: path), size != blob.size {
            throw RegistryError.damaged(
                path: path.string, reason: "it has \(size) bytes and not \(blob.size)")
        }
        try blobs.take(blob, from: source.blobs)
    }

    private func add(
        _ request: ImportRequest,
        _ referrers: [ImportedReferrer],
        to index: inout Index
    ) throws -> (AuditEvent?, ImportReport) {
        let entry = request.source.entry
        let digest = request.source.manifest.modelDigest.description
        let same = index.manifests.filter { $0.digest == entry.digest }
            .compactMap { $0.tag.flatMap(Tag.number) }.last
        let known =
            try request.forceNew ? same : same ?? versions(of: digest, in: index).last?.number
        if let known, let asked = request.version, asked != known {
            throw RegistryError.sameContent(version: known, asked: asked)
        }
        if same == nil, let known, let version = try version(known, in: index) {
            return (nil, ImportReport(version: version, outcome: .unchanged, referrers: 0))
        }
        let number = try same ?? index.nextVersion(asked: request.version, of: model)
        if same == nil {
            index.add(request.source.document.entry(like: entry, digest), tag: String(number))
        }
        let listed = Set(index.manifests.map(\.digest))
        let new = referrers.filter { !listed.contains($0.entry.digest) }
        for referrer in new { index.add(referrer.document.entry(like: referrer.entry)) }
        guard let version = try version(number, in: index) else {
            throw RegistryError.damaged(path: layout.index.string, reason: "no version \(number)")
        }
        let outcome: Registration.Outcome =
            same == nil ? .created : new.isEmpty ? .unchanged : .attached
        let report = ImportReport(version: version, outcome: outcome, referrers: new.count)
        guard outcome != .unchanged else { return (nil, report) }
        var event = AuditEvent(.imported, version: number)
        event.digest = entry.digest.description
        event.reason = "from '\(request.source.reference)'"
        return (event, report)
    }
}

extension ManifestDocument {
    /// What an index of ours says of a manifest.
    ///
    /// - Parameter modelDigest: of a model; a referrer has a subject.
    fileprivate func entry(like entry: Descriptor, _ modelDigest: String? = nil) -> Descriptor {
        var annotations: [String: String] = [:]
        annotations[Annotation.modelDigest] = modelDigest
        annotations[Annotation.subject] = subject?.digest.description
        return Descriptor(
            mediaType: entry.mediaType,
            digest: entry.digest,
            size: entry.size,
            artifactType: artifactType,
            annotations: annotations
        )
    }
}
