import FileStorage
import RunDocument
import SystemPackage

extension ModelStore {
    /// Writes what the index repeats once more, from the manifests and from the audit log.
    func repeatAnnotations(_ options: CommitOptions) throws {
        let replay = AuditReplay(try history())
        try commit(options) { index in
            let before = index
            index.entries = try index.entries.map(repeated)
            let highest = max(replay.highestVersion, index.highestTag)
            if highest > 0 { index.annotations[Annotation.highestVersion] = String(highest) }
            var event = AuditEvent(.repair)
            event.reason = "the annotations of the index"
            // The media type is written with every index.
            return (index == before && !isMediaTypeWrong ? nil : event, ())
        }
    }

    private var isMediaTypeWrong: Bool {
        guard case .bytes(let bytes) = Reading(layout.index, limit: 1 << 26) else { return false }
        return (try? JSONValue(parsing: bytes))?["mediaType"]?.stringValue != MediaType.index
    }

    private func repeated(_ entry: Descriptor) throws -> Descriptor {
        var entry = entry
        let source = blobs.path(of: entry.digest).string
        let document = try ManifestDocument(try blobs.readDocument(entry), in: source)
        if entry.tag == nil {
            guard let subject = document.subject else { return entry }
            entry.annotations[Annotation.subject] = subject.digest.description
        } else if entry.tag.flatMap(Tag.number) != nil {
            entry.annotations[Annotation.modelDigest] = try manifest(entry).modelDigest.description
        } else if entry.artifactType == nil {
            return entry
        }
        entry.artifactType = document.artifactType
        return entry
    }
}
