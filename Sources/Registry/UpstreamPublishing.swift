import FileStorage
import RunDocument

extension ModelStore {
    /// Lists a version in the registry that this is a mirror of, where its blobs are already.
    ///
    /// - Parameters:
    ///   - tags: words that are to stand on it.
    ///   - source: has its manifests.
    /// - Returns: whether anything was new.
    /// - Throws: `RegistryError.versionTaken` if its number stands for something else.
    package func publishUpstream(
        _ parts: VersionParts, tags: [String], from source: ModelStore, _ options: CommitOptions
    ) throws -> Bool {
        try layout.create()
        for manifest in parts.parts.map(\.manifest) {
            try blobs.ingest(source.manifestBytes(manifest), as: manifest.mediaType)
        }
        try blobs.synchronize()
        mirror?.assume(parts.blobs)
        let manifest = parts.model.manifest
        var isNew = try commit(options) { index in
            guard try index.add(parts, model: model) else { return (nil, false) }
            var event = AuditEvent(.copy, version: parts.number)
            event.digest = manifest.digest.description
            return (event, true)
        }
        for tag in tags {
            let isMoved = try commit(options) { index in
                guard index.entry(tagged: tag)?.digest != manifest.digest else {
                    return (nil, false)
                }
                index.move(tag, to: manifest)
                var event = AuditEvent(.alias, version: parts.number)
                event.digest = manifest.digest.description
                event.tag = tag
                return (event, true)
            }
            isNew = isNew || isMoved
        }
        return isNew
    }
}
