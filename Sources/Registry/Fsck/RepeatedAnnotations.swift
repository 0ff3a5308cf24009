import FileStorage
import RunDocument
import SystemPackage

extension ModelStore {
    /// Writes what the index repeats once more, from the manifests and from the audit log.
    func repeatAnnotations(_ options: CommitOptions) throws {
        let replay = AuditReplay(try history())
        try commit(options) { index in
            try requireOwn(index)
            let referrers = ReferrerTable(of: index)
            index.manifests = try index.manifests.map { try repeated($0, referrers) }
            let highest = max(replay.highestVersion, index.highestTag)
            if highest > 0 { index.annotations[Annotation.highestVersion] = String(highest) }
            var event = AuditEvent(.repair)
            event.reason = "what the index repeats"
            let bytes = try Files.readRegular(layout.index, limit: Index.maximumSize)
            return (bytes == index.bytes ? nil : event, ())
        }
    }

    /// Writes to the log that something was repaired.
    func recordRepair(_ count: Int, _ options: CommitOptions) throws {
        try commit(options) { index in
            try requireOwn(index)
            var event = AuditEvent(.repair)
            event.reason = "\(count) findings put right"
            return (event, ())
        }
    }

    /// A commit accepts the tags as they are: that is not for a repair or a collection to do.
    func requireOwn(_ index: Index) throws(RegistryError) {
        guard index.audit?.references == index.references else {
            throw .foreignEdit(path: layout.index.string)
        }
    }

    private func repeated(
        _ entry: Descriptor, _ referrers: ReferrerTable
    ) throws -> Descriptor {
        var entry = entry
        let source = blobs.path(of: entry.digest).string
        let document = try ManifestDocument(try blobs.readDocument(entry), in: source)
        if document.isModel {
            for key in VersionSummary.annotations { entry.annotations[key] = nil }
            if entry.tag.flatMap(Tag.number) != nil {
                entry.annotations.merge(try notes(of: entry, referrers)) { $1 }
            }
        } else if let subject = document.subject, entry.tag == nil {
            entry.annotations[Annotation.subject] = subject.digest.description
        } else {
            return entry
        }
        entry.artifactType = document.artifactType
        return entry
    }
}
