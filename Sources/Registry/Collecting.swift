package import FileStorage
import Glibc
package import RunDocument
package import SystemPackage

/// What a collection removes, or would remove.
package struct GarbageCollection: Hashable, Sendable {
    package let model: ModelName
    /// Manifests that speak of what is gone.
    package internal(set) var referrers: [Digest] = []
    package internal(set) var blobs: [Digest] = []
    /// Files and directories that a crash left, and those of versions that no service needs.
    package internal(set) var litter: [FilePath] = []
    /// Bytes of the files.
    package internal(set) var bytes = 0

    package var isEmpty: Bool { referrers.isEmpty && blobs.isEmpty && litter.isEmpty }

    package var json: JSONValue {
        [
            "model": .string(model.description),
            "referrers": .array(referrers.map { .string($0.description) }),
            "blobs": .array(blobs.map { .string($0.description) }),
            "litter": .array(litter.map { .string($0.string) }),
            "bytes": .integer(Int64(bytes)),
        ]
    }
}

extension ModelStore {
    /// How old what nobody owns must be: somebody may be about to rename it.
    package static let litterAge = Duration.seconds(3600)

    /// Removes what nothing in the index leads to.
    ///
    /// Nobody brings blobs in meanwhile. The index without the referrers is committed first, and
    /// what a crash leaves after that the next collection removes.
    ///
    /// - Parameters:
    ///   - age: how old files in `.mlx/tmp` and directories in `.mlx/serving` must be.
    ///   - isRehearsal: only says what would be removed.
    /// - Throws: `RegistryError.damaged` if a manifest cannot be read; then nothing is removed.
    package func collect(
        litterOlderThan age: Duration = Self.litterAge,
        isRehearsal: Bool,
        _ options: CommitOptions
    ) throws -> GarbageCollection {
        guard mirror == nil else {
            throw RegistryError.elsewhere(
                registry, action: "collect",
                hint: "what is not needed there is for that service to remove")
        }
        guard try layout.exists else { return GarbageCollection(model: model) }
        return try FileLock.hold(layout.collectorLock, .exclusive, timeout: options.lockTimeout) {
            if isRehearsal {
                var index = try self.index()
                return try prune(&index, age)
            }
            let collection = try commit(options) { index in
                let collection = try prune(&index, age)
                guard !collection.isEmpty else { return (nil, collection) }
                var event = AuditEvent(.collect)
                event.reason =
                    "\(collection.referrers.count) referrers, \(collection.blobs.count) blobs, "
                    + "\(collection.litter.count) left over, \(collection.bytes) bytes"
                return (event, collection)
            }
            try remove(collection)
            return collection
        }
    }

    /// Takes orphans out of an index, and finds what is not needed then.
    private func prune(_ index: inout Index, _ age: Duration) throws -> GarbageCollection {
        // What somebody else has changed may be a mistake, and this would make it final.
        try requireOwn(index)
        var collection = GarbageCollection(model: model)
        let graph = try ManifestGraph(of: index, in: blobs)
        let orphans = graph.orphans(in: index)
        index.manifests.removeAll { $0.tag == nil && orphans.contains($0.digest) }
        collection.referrers = orphans.sorted { $0.hex < $1.hex }
        let needed = graph.blobs(of: index)
        for name in try Files.names(in: layout.blobs) {
            let path = layout.blobs.appending(name)
            guard let digest = Digest("sha256:\(name)"), !needed.contains(digest),
                Files.kind(of: path, followLinks: false) != .directory
            else { continue }
            collection.blobs.append(digest)
            collection.bytes += Files.size(of: path) ?? 0
        }
        let litter = Litter(store: self, index: index, age: age)
        for path in try litter.paths() {
            collection.litter.append(path)
            collection.bytes += Litter.size(of: path)
        }
        return collection
    }

    private func remove(_ collection: GarbageCollection) throws {
        for digest in collection.blobs { try Files.remove(blobs.path(of: digest)) }
        try blobs.synchronize()
        for path in collection.litter {
            guard path.removingLastComponent() != layout.temporary else {
                Files.removeTreeIfPossible(path)
                continue
            }
            // It disappears in one step: no service finds half of a model.
            let discarded = layout.temporaryPath()
            try Files.rename(path, to: discarded)
            Files.removeTreeIfPossible(discarded)
        }
    }
}
