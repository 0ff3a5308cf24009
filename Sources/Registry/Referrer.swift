import FileStorage
import RunDocument
import SystemPackage

/// A manifest that says something of a version: it stands in the index without a tag.
struct Referrer: Hashable, Sendable {
    let entry: Descriptor
    let configuration: Descriptor
    let layers: [Descriptor]

    /// The Run document in it.
    var document: Descriptor? { layers.first { $0.mediaType == MediaType.run } }
}

extension ModelStore {
    func referrers(of version: RegisteredVersion, in index: Index) throws -> [Referrer] {
        try referrers(of: version.manifestDigest, in: index)
    }

    func referrers(of subject: Digest, in index: Index) throws -> [Referrer] {
        let digest = subject.description
        return try referrers(
            of: subject,
            among: index.entries.filter {
                $0.tag == nil && $0.agrees(Annotation.subject, digest)
            })
    }

    /// - Parameter candidates: the entries that may speak of it.
    func referrers(of subject: Digest, among candidates: [IndexEntry]) throws -> [Referrer] {
        var found: [Referrer] = []
        let digest = subject.description
        for entry in candidates {
            let entry = entry.descriptor
            let source = blobs.path(of: entry.digest).string
            let value = try blobs.readDocument(entry)
            guard value["subject"]?["digest"]?.stringValue == digest else { continue }
            var layers: [Descriptor] = []
            for layer in value["layers"]?.arrayValue ?? [] {
                layers.append(try Descriptor(layer, in: source))
            }
            found.append(
                Referrer(
                    entry: entry,
                    configuration: try Descriptor(value["config"], in: source),
                    layers: layers
                )
            )
        }
        return found
    }

    /// Checks every byte of a version and of what is said of it.
    ///
    /// - Throws: `RegistryError.damaged` or `StorageError.missing`, which name the blob.
    package func verify(_ version: RegisteredVersion) throws {
        for blob in try self.blobs(of: version) { try blobs.verify(blob) }
    }

    /// The blobs of a version and of what is said of it, each once.
    func blobs(of version: RegisteredVersion) throws -> [Descriptor] {
        try parts(of: version).all
    }
}
