import FileStorage
import RunDocument
import SystemPackage

/// A manifest from elsewhere that speaks of another one.
struct ImportedReferrer {
    let entry: Descriptor
    let document: ManifestDocument
}

extension ImportSource {
    /// What the layout says of the model, and of what is said: signatures, provenance, runs.
    ///
    /// They stand in the index, or in an index of their own where older registries keep them.
    func referrers() throws -> [ImportedReferrer] {
        var left = try candidates()
        var subjects: Set<Digest> = [entry.digest]
        var found: [ImportedReferrer] = []
        while true {
            let next = left.filter { candidate in
                candidate.document.subject.map { subjects.contains($0.digest) } ?? false
            }
            guard !next.isEmpty else { return found }
            found += next
            let digests = Set(next.map(\.entry.digest))
            left.removeAll { digests.contains($0.entry.digest) }
            subjects.formUnion(digests)
        }
    }

    private func candidates() throws -> [ImportedReferrer] {
        var seen: Set<Digest> = [entry.digest]
        var found: [ImportedReferrer] = []
        // In the order of the layout: the first run is the one that registered a version.
        var left = index.manifests[...]
        while let entry = left.popFirst() {
            guard seen.insert(entry.digest).inserted, let document = try read(entry) else {
                continue
            }
            left += document.manifests
            found.append(ImportedReferrer(entry: entry, document: document))
        }
        return found
    }

    /// - Returns: nil for what cannot be read, unless it claims to speak of this model.
    private func read(_ entry: Descriptor) throws -> ManifestDocument? {
        do {
            let limit = IncomingVersion.maximumManifest
            guard entry.size <= limit else {
                throw RegistryError.notImportable(
                    source: reference,
                    reason: "a manifest has \(entry.size) bytes, more than \(limit)")
            }
            let source = blobs.path(of: entry.digest).string
            return try ManifestDocument(try blobs.readDocument(entry), in: source)
        } catch {
            let subject = entry.annotations[Annotation.subject]
            guard subject == self.entry.digest.description else { return nil }
            throw error
        }
    }
}
