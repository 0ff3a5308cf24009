import FileStorage

/// An index and its audit log that are kept in a store without directories: they are read, changed
/// and written as a whole.
package struct DetachedIndex: Sendable {
    private var index = Index()
    private let model: ModelName
    private let source: String

    /// - Parameters:
    ///   - bytes: those of `index.json`; nil where there is none.
    ///   - source: what they were read from, for errors.
    package init(_ bytes: [UInt8]?, model: ModelName, source: String) throws {
        self.model = model
        self.source = source
        guard let bytes else { return }
        index = try Index(parsing: bytes, in: source)
    }

    package var bytes: [UInt8] { index.bytes }
    package var tags: [String] { index.entries.compactMap(\.tag) }
    /// The line of the newest commit.
    package var newestRecord: [UInt8]? { index.audit?.line }

    package func manifest(tagged tag: String) -> Descriptor? {
        index.entry(tagged: tag)?.descriptor
    }

    /// The manifests that speak of another.
    package func referrers(of subject: Descriptor) -> [Descriptor] {
        index.manifests.filter {
            $0.tag == nil && $0.annotations[Annotation.subject] == subject.digest.description
        }
    }

    /// The log with the record that a crash kept from being appended.
    ///
    /// - Throws: `RegistryError.brokenAudit` if it ends with anything else.
    package func mended(_ log: [UInt8]) throws(RegistryError) -> [UInt8] {
        let end = log.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let last = log[..<end].split(separator: 0x0A).last.map { Digest(of: $0 + [0x0A]) }
        guard end == log.count, let record = index.audit else {
            guard log.isEmpty else { throw .brokenAudit(path: source) }
            return log
        }
        if last == record.digest { return log }
        guard last == nil || last == record.previous else { throw .brokenAudit(path: source) }
        return log + record.line
    }

    /// What one commit does.
    package enum Change: Sendable {
        /// Lists a version and what is said of it.
        case list(VersionParts)
        /// Lets a tag stand on a manifest.
        case move(String, to: Descriptor, version: Int)
    }

    /// Makes a change, with the record of it.
    ///
    /// - Returns: whether anything was new.
    /// - Throws: `RegistryError.versionTaken` if a version's number stands for something else.
    package mutating func make(_ change: Change, _ context: AuditContext) throws(RegistryError)
        -> Bool
    {
        let embedded = index.audit
        let isForeign = embedded.map { $0.references != index.references } ?? !index.entries.isEmpty
        var event: AuditEvent
        switch change {
        case .list(let parts):
            guard try index.add(parts, model: model) else { return false }
            event = AuditEvent(.copy, version: parts.number)
            event.digest = parts.model.manifest.digest.description
        case .move(let tag, let manifest, let version):
            guard index.entry(tagged: tag)?.digest != manifest.digest else { return false }
            index.move(tag, to: manifest)
            event = AuditEvent(.alias, version: version)
            event.digest = manifest.digest.description
            event.tag = tag
        }
        index.audit = AuditRecord(
            event,
            model: model,
            context: context,
            previous: embedded?.digest,
            references: index.references,
            isForeign: isForeign
        )
        return true
    }
}
