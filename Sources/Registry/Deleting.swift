import FileStorage
import RunDocument

extension ModelStore {
    /// Takes a version out of the index, with what is said of it; gc frees the blobs.
    ///
    /// Its number is never given again.
    ///
    /// - Parameter others: registries in which it must not be live either.
    /// - Throws: `RegistryError.liveVersion` if a tag stands on it.
    package func delete(
        _ number: Int,
        reason: String,
        unlessLiveIn others: [ModelStore] = [],
        _ options: CommitOptions
    ) throws {
        do {
            try commit(options) { index in
                guard let entry = index.entry(tagged: String(number)) else {
                    throw RegistryError.unknownVersion(
                        String(number),
                        model: model.description,
                        known: index.numbers
                    )
                }
                let live = try others.flatMap { try $0.liveTags(of: entry.digest) }
                let tags = (index.movingTags[entry.digest] ?? []) + live
                guard tags.isEmpty else {
                    throw RegistryError.liveVersion(
                        number, model: model.description, tags: tags)
                }
                try remove(entry, number, from: &index)
                var event = AuditEvent(.delete, version: number)
                event.digest = entry.digest.description
                event.reason = reason
                return (event, ())
            }
        } catch let error as RegistryError {
            guard case .liveVersion = error else { throw error }
            var event = AuditEvent(.delete, .denied, version: number)
            event.reason = error.description
            try note(event, options)
            throw error
        }
    }

    /// `production` and `previous`, as far as they stand on a manifest.
    private func liveTags(of manifest: Digest) throws -> [String] {
        let index = try self.index()
        return [Tag.production, Tag.previous].filter {
            index.entry(tagged: $0)?.digest == manifest
        }
    }

    private func remove(_ entry: IndexEntry, _ number: Int, from index: inout Index) throws {
        // Otherwise the highest number would be forgotten with the version that has it.
        index.annotations[Annotation.highestVersion] = String(index.highestVersion)
        let isShared = index.entries.contains {
            $0.digest == entry.digest && $0.tag != nil && $0.tag != String(number)
        }
        index.remove {
            $0.digest == entry.digest && ($0.tag == String(number) || !isShared && $0.tag == nil)
        }
        guard !isShared else { return }
        let referrers = try ManifestGraph(of: index, in: blobs).referrers(
            of: entry.digest, in: index)
        index.remove { $0.tag == nil && referrers.contains($0.digest) }
    }
}

extension Index {
    /// The versions there are, sorted.
    var numbers: [Int] { entries.compactMap(\.version).sorted() }
}
