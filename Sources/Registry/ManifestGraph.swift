import FileStorage
import RunDocument
import SystemPackage

/// What the manifests of an index refer to.
///
/// Every manifest must be readable: what a damaged one needs cannot be known.
struct ManifestGraph {
    private var documents: [Digest: ManifestDocument] = [:]
    /// What tools that are not known here put in is kept as it is.
    private static let maximumDepth = 8

    init(of index: Index, in blobs: BlobStore) throws {
        for entry in index.manifests { try read(entry, blobs, depth: 0) }
    }

    private mutating func read(_ entry: Descriptor, _ blobs: BlobStore, depth: Int) throws {
        guard documents[entry.digest] == nil else { return }
        let source = blobs.path(of: entry.digest).string
        guard depth < Self.maximumDepth else {
            throw RegistryError.damaged(
                path: source,
                reason: "indexes are nested deeper than \(Self.maximumDepth) levels"
            )
        }
        try Task.checkCancellation()
        let document = try ManifestDocument(try blobs.readDocument(entry), in: source)
        documents[entry.digest] = document
        for manifest in document.manifests { try read(manifest, blobs, depth: depth + 1) }
    }

    /// The entries without a tag that speak of a manifest that is not there, and those that speak
    /// of these.
    func orphans(in index: Index) -> Set<Digest> {
        var orphans: Set<Digest> = []
        while true {
            let kept = index.manifests.filter { !orphans.contains($0.digest) }
            let known = manifests(of: kept)
            let found = kept.filter { entry in
                guard entry.tag == nil, let subject = documents[entry.digest]?.subject?.digest
                else { return false }
                return !known.contains(subject)
            }
            // A tag keeps a manifest, whatever it speaks of.
            let tagged = Set(kept.filter { $0.tag != nil }.map(\.digest))
            let new = Set(found.map(\.digest)).subtracting(tagged)
            guard !new.isEmpty else { return orphans }
            orphans.formUnion(new)
        }
    }

    /// The entries without a tag that speak of a manifest, and those that speak of these.
    func referrers(of digest: Digest, in index: Index) -> Set<Digest> {
        var found: Set<Digest> = []
        var subjects: Set<Digest> = [digest]
        while !subjects.isEmpty {
            let next = index.manifests.filter { entry in
                guard entry.tag == nil, let subject = documents[entry.digest]?.subject?.digest
                else { return false }
                return subjects.contains(subject)
            }
            subjects = Set(next.map(\.digest)).subtracting(found)
            found.formUnion(subjects)
        }
        return found
    }

    /// Everything that an index leads to.
    func blobs(of index: Index) -> Set<Digest> {
        let manifests = manifests(of: index.manifests)
        let content = manifests.flatMap { documents[$0]?.content.map(\.digest) ?? [] }
        return manifests.union(content)
    }

    /// The manifests that entries lead to, themselves included.
    private func manifests(of entries: [Descriptor]) -> Set<Digest> {
        var found: Set<Digest> = []
        var left = entries.map(\.digest)
        while let digest = left.popLast() {
            guard found.insert(digest).inserted else { continue }
            left += documents[digest]?.manifests.map(\.digest) ?? []
        }
        return found
    }
}
