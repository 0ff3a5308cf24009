import FileStorage
import RunDocument
import SystemPackage

/// How a user names a manifest in a layout, and which one that is.
extension ImportSource {
    enum Name {
        case tag(String)
        case digest(Digest)
    }

    static func split(_ reference: String) -> (FilePath, Name?) {
        if Files.isDirectory(FilePath(reference)) { return (FilePath(reference), nil) }
        if reference.hasPrefix("oci:") { return split(String(reference.dropFirst(4))) }
        if let mark = reference.utf8.lastIndex(of: UInt8(ascii: "@")),
            let digest = Digest(String(reference[reference.index(after: mark)...]))
        {
            return (FilePath(String(reference[..<mark])), .digest(digest))
        }
        guard let colon = reference.utf8.lastIndex(of: UInt8(ascii: ":")) else {
            return (FilePath(reference), nil)
        }
        let tag = String(reference[reference.index(after: colon)...])
        return (FilePath(String(reference[..<colon])), .tag(tag))
    }

    static func choose(_ name: Name?, in index: Index, _ blobs: BlobStore) throws
        -> Descriptor
    {
        let layout = blobs.layout.path.string
        switch name {
        case .tag(let tag):
            guard let entry = index.entry(tagged: tag) else {
                throw RegistryError.unknownSource(tag: tag, layout: layout, known: index.tags)
            }
            return entry.descriptor
        case .digest(let digest):
            guard let entry = index.manifests.first(where: { $0.digest == digest }) else {
                throw RegistryError.unknownSource(
                    tag: digest.description, layout: layout, known: index.tags)
            }
            return entry
        case nil:
            // Another entry may stand for the same manifest.
            var models: [Digest: Descriptor] = [:]
            for entry in index.manifests where isModel(entry, blobs) {
                models[entry.digest] = entry
            }
            guard let model = models.values.first, models.count == 1 else {
                let tags = models.isEmpty ? [] : index.tags
                throw RegistryError.unknownSource(tag: nil, layout: layout, known: tags)
            }
            return model
        }
    }

    private static func isModel(_ entry: Descriptor, _ blobs: BlobStore) -> Bool {
        if entry.artifactType == MediaType.model { return true }
        guard entry.mediaType == MediaType.manifest,
            entry.size <= IncomingVersion.maximumManifest,
            let value = try? blobs.readDocument(entry),
            let document = try? ManifestDocument(value, in: "")
        else { return false }
        return document.isModel
    }
}

extension Index {
    /// All tags, sorted.
    var tags: [String] {
        Set(manifests.compactMap(\.tag)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
