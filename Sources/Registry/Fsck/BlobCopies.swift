import FileStorage
import RunDocument
import SystemPackage

/// Good copies of blobs elsewhere: first in the same model's layout, then in any other.
struct BlobCopies {
    private let store: ModelStore
    private let sources: [ModelStore]
    private let layouts: [Layout]

    /// - Parameter sources: the same model in other registries.
    init(of store: ModelStore, in sources: [ModelStore]) {
        self.store = store
        self.sources = sources
        var layouts = sources.map(\.layout)
        for registry in sources.map(\.root) + [store.root] {
            for model in (try? ModelStore.models(in: registry)) ?? [] where model != store.model {
                layouts.append(Layout(path: registry.appending(model.description)))
            }
        }
        self.layouts = layouts
    }

    /// Puts a good copy where the bad one is, or none.
    ///
    /// - Returns: where it came from.
    /// - Throws: `RegistryError.damaged` if nobody has it.
    func fetch(_ digest: Digest) throws -> FilePath {
        var bad: [FilePath] = []
        for source in sources where source.isMirror { try source.obtain(digest) }
        for layout in layouts {
            let source = BlobStore(layout: layout).path(of: digest)
            guard Files.kind(of: source, followLinks: false) == .regular else { continue }
            let temporary = store.layout.temporaryPath()
            defer { Files.removeIfPossible(temporary) }
            guard try FileCopy.clone(source, to: temporary).0 == digest else {
                bad.append(source)
                continue
            }
            try place(temporary, digest)
            return source
        }
        let place = store.blobs.path(of: digest).string
        throw RegistryError.damaged(
            path: place,
            reason: bad.first.map { "the copy '\($0)' is damaged too" } ?? "no registry has a copy"
        )
    }

    private func place(_ temporary: FilePath, _ digest: Digest) throws {
        let target = store.blobs.path(of: digest)
        let kind = Files.kind(of: target, followLinks: false)
        if kind == .directory || kind == .other { try store.putAside(target) }
        try Files.rename(temporary, to: target)
        try store.blobs.synchronize()
    }
}
