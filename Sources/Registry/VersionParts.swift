import FileStorage
package import SystemPackage

/// What a version consists of, in the order in which another registry needs it.
package struct VersionParts: Sendable {
    /// A manifest and the blobs that it names.
    package struct Part: Sendable {
        package let manifest: Descriptor
        package let blobs: [Descriptor]

        package init(manifest: Descriptor, blobs: [Descriptor]) {
            self.manifest = manifest
            self.blobs = blobs
        }
    }

    package let number: Int
    package let model: Part
    /// What is said of it.
    package let referrers: [Part]

    package var parts: [Part] { [model] + referrers }

    /// All blobs but the manifests, each once.
    package var blobs: [Descriptor] { Self.unique(parts.flatMap(\.blobs)) }

    /// All blobs, each once: a manifest after what it names, and that of the model last.
    var all: [Descriptor] {
        Self.unique(
            model.blobs + referrers.flatMap { $0.blobs + [$0.manifest] } + [model.manifest])
    }

    private static func unique(_ blobs: [Descriptor]) -> [Descriptor] {
        var seen: Set<Digest> = []
        return blobs.filter { seen.insert($0.digest).inserted }
    }

    package init(number: Int, model: Part, referrers: [Part]) {
        self.number = number
        self.model = model
        self.referrers = referrers
    }
}

/// A version as another registry reads it.
extension ModelStore {
    /// Checks every byte of a version and lends it, while nothing of it can be collected.
    package func lend<Result>(
        _ version: RegisteredVersion,
        lockTimeout: Duration,
        _ body: (VersionParts) throws -> Result
    ) throws -> Result {
        try FileLock.holdIfPresent(layout.collectorLock, timeout: lockTimeout) {
            try verify(version)
            return try body(try parts(of: version))
        }
    }

    /// The file that holds a blob.
    package func path(of blob: Descriptor) -> FilePath { blobs.path(of: blob.digest) }

    /// The bytes of a manifest, checked.
    package func manifestBytes(_ manifest: Descriptor) throws -> [UInt8] {
        try blobs.read(manifest)
    }

    func parts(of version: RegisteredVersion) throws -> VersionParts {
        let manifest = try manifest(version.manifest)
        let referrers = try referrers(of: version, in: try index())
        return VersionParts(
            number: version.number,
            model: VersionParts.Part(
                manifest: Self.untagged(version.manifest),
                blobs: manifest.layers + [manifest.configuration]),
            referrers: referrers.map {
                VersionParts.Part(
                    manifest: Self.untagged($0.entry), blobs: $0.layers + [$0.configuration])
            }
        )
    }

    private static func untagged(_ entry: Descriptor) -> Descriptor {
        var entry = entry
        entry.annotations[Annotation.tag] = nil
        return entry
    }
}

extension Index {
    /// Lists a version and what is said of it.
    ///
    /// - Returns: whether anything was new.
    /// - Throws: `RegistryError.versionTaken` if the number stands for something else.
    mutating func add(_ parts: VersionParts, model: ModelName) throws(RegistryError) -> Bool {
        let before = entries.count
        let tag = String(parts.number)
        if let known = entry(tagged: tag) {
            guard known.digest == parts.model.manifest.digest else {
                throw .versionTaken(parts.number, model: model.description)
            }
        } else {
            add(parts.model.manifest, tag: tag)
        }
        let listed = Set(entries.map(\.digest))
        let new = parts.referrers.map(\.manifest).filter { !listed.contains($0.digest) }
        for referrer in new { add(referrer) }
        return entries.count > before
    }
}
