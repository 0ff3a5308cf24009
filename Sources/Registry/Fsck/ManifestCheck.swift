import FileStorage
import RunDocument
import SystemPackage

/// The graph from the index through manifests down to the files.
extension LayoutCheck {
    /// An index in an index in an index is nothing that any tool writes.
    private static let maximumDepth = 8

    mutating func follow(_ entry: Descriptor) {
        follow(entry, Self.name(of: entry), from: layout.index, depth: 0)
    }

    private mutating func follow(
        _ entry: Descriptor,
        _ name: String,
        from source: FilePath,
        depth: Int
    ) {
        need(entry, name, source)
        guard documents[entry.digest] == nil else { return }
        guard depth < Self.maximumDepth else {
            damage(.manifest, source, "indexes are nested deeper than \(Self.maximumDepth) levels")
            isComplete = false
            return
        }
        guard let document = read(entry, name) else { return }
        documents[entry.digest] = document
        let path = layout.blobs.appending(entry.digest.hex)
        if let configuration = document.configuration {
            need(configuration, "the configuration of \(name)", path)
        }
        for layer in document.layers {
            let title = layer.annotations[Annotation.path] ?? layer.annotations[Annotation.title]
            let layerName = title.map { "the file '\($0)'" } ?? "a layer"
            need(layer, "\(layerName) of \(name)", path)
        }
        for manifest in document.manifests {
            follow(manifest, Self.name(of: manifest), from: path, depth: depth + 1)
        }
    }

    private mutating func need(_ blob: Descriptor, _ purpose: String, _ source: FilePath) {
        needs[blob.digest, default: []].append(
            Need(size: blob.size, purpose: purpose, source: source))
    }

    /// - Returns: nil if it is damaged, of which the check of the blobs speaks, or no manifest.
    private mutating func read(_ entry: Descriptor, _ name: String) -> ManifestDocument? {
        let path = layout.blobs.appending(entry.digest.hex)
        guard case .bytes(let bytes) = Reading(path, limit: BlobStore.maximumDocument),
            Digest(of: bytes) == entry.digest
        else {
            isComplete = false
            return nil
        }
        do {
            return try ManifestDocument(try JSONValue(parsing: bytes), in: path.string)
        } catch {
            isComplete = false
            damage(
                .manifest,
                path,
                digest: entry.digest,
                "\(name) is no manifest: \(Self.reason(error))"
            )
            return nil
        }
    }
}
