package import FileStorage
package import RunDocument
package import SystemPackage

/// One model in one registry: an OCI image layout.
///
/// Reading needs no lock, as the index is replaced in one step and blobs never change. Nothing is
/// created before something is registered.
package struct ModelStore: Sendable {
    /// The registry's directory.
    package let root: FilePath
    package let model: ModelName
    let layout: Layout
    let blobs: BlobStore
    let mirror: Mirror?
    private let indexReader: IndexReader

    /// - Parameter upstream: what `root` is only a mirror of; it is read with `refresh`.
    package init(root: FilePath, model: ModelName, upstream: (any Upstream)? = nil) {
        self.root = root
        self.model = model
        let layout = Layout(path: root.appending(model.description))
        self.layout = layout
        mirror = upstream.map { Mirror(of: $0, in: layout) }
        blobs = BlobStore(layout: layout, mirror: mirror)
        indexReader = IndexReader(layout.index)
    }

    /// The registry as users name it: a directory, or the address of one elsewhere.
    package var registry: String { mirror?.upstream.registry ?? root.string }

    /// Whether the registry is elsewhere.
    package var isMirror: Bool { mirror != nil }

    /// Brings a mirror to what is elsewhere now; of a registry here there is nothing to do.
    ///
    /// - Throws: what the upstream throws, if it cannot be reached for instance.
    package func refresh(timeout: Duration = CommitOptions.defaultLockTimeout) throws {
        try mirror?.refresh(timeout: timeout)
    }

    package var exists: Bool {
        get throws(StorageError) { try layout.exists }
    }

    /// The index as it is now.
    func index() throws -> Index { try indexReader.read() }

    /// The layout's directory, for other OCI tools.
    package var path: FilePath { layout.path }

    /// All versions by number; none if the model is unknown.
    package func versions() throws -> [RegisteredVersion] {
        try versions(in: try index())
    }

    /// - Parameter reference: a number, `production`, `previous`, `latest` or an alias.
    package func resolve(_ reference: String) throws -> RegisteredVersion? {
        let index = try self.index()
        if reference == Tag.latest {
            let newest = index.entries.compactMap(\.version).max()
            return try newest.flatMap { try version($0, in: index) }
        }
        if let number = Tag.number(reference) { return try version(number, in: index) }
        return try index.version(tagged: reference).flatMap { try version($0, in: index) }
    }

    /// Like `resolve`, for a version that must be there.
    ///
    /// - Throws: `RegistryError.unknownModel` or `.unknownVersion`.
    package func require(_ reference: String) throws -> RegisteredVersion {
        if let version = try resolve(reference) { return version }
        let known = try index().versions.map(\.number)
        guard !known.isEmpty else {
            throw RegistryError.unknownModel(model.description, registry: registry)
        }
        throw RegistryError.unknownVersion(reference, model: model.description, known: known)
    }

    func versions(in index: Index) throws -> [RegisteredVersion] {
        let tags = index.movingTags
        return try index.versions.map { try version($0.number, $0.entry, tags) }
    }

    /// The versions that hold a model, found without reading the manifests of all others.
    func versions(of modelDigest: String, in index: Index) throws -> [RegisteredVersion] {
        let tags = index.movingTags
        return try index.versions.filter { $0.entry.agrees(Annotation.modelDigest, modelDigest) }
            .map { try version($0.number, $0.entry, tags) }
            .filter { $0.modelDigest == modelDigest }
    }

    /// The newest version that holds a model.
    package func version(of modelDigest: String) throws -> RegisteredVersion? {
        try versions(of: modelDigest, in: try index()).last
    }

    func version(_ number: Int, in index: Index) throws -> RegisteredVersion? {
        guard let entry = index.entry(tagged: String(number)) else { return nil }
        return try version(number, entry, index.movingTags)
    }

    /// - Parameter tags: the index's moving tags, by the digests that they stand on.
    func version(_ number: Int, _ entry: IndexEntry, _ tags: [Digest: [String]]) throws
        -> RegisteredVersion
    {
        let descriptor = entry.descriptor
        let manifest = try manifest(descriptor)
        return RegisteredVersion(
            number: number,
            manifestDigest: entry.digest,
            modelDigest: manifest.modelDigest.description,
            tags: tags[entry.digest] ?? [],
            createdAt: manifest.annotations[Annotation.created],
            files: manifest.files,
            manifest: descriptor
        )
    }

    func manifest(_ entry: Descriptor) throws -> ModelManifest {
        try ModelManifest(
            try blobs.readDocument(entry),
            in: blobs.path(of: entry.digest).string
        )
    }

    /// The Run document with which a version was registered: its metrics, the digests of its data.
    package func run(of version: RegisteredVersion) throws -> Run? { try runs(of: version).first }

    /// All Run documents of a version, from its registration to its newest test.
    package func runs(of version: RegisteredVersion) throws -> [Run] {
        try runs(of: version, in: try index())
    }

    func runs(of version: RegisteredVersion, in index: Index) throws -> [Run] {
        try referrers(of: version, in: index).compactMap { referrer in
            guard let layer = referrer.document else { return nil }
            return try Run(parsing: try blobs.read(layer))
        }
    }

    /// The records of what was done to this model, oldest first.
    ///
    /// - Parameter version: only those that speak of it.
    package func history(of version: Int? = nil) throws -> [AuditRecord] {
        let index = try self.index()
        return try AuditLog(path: layout.audit).records(of: version, endingWith: index.audit)
    }

    /// The models in a registry.
    package static func models(in root: FilePath) throws(StorageError) -> [ModelName] {
        guard try Files.isPresent(root) else { return [] }
        var models: [ModelName] = []
        for name in try Files.names(in: root).compactMap({ try? ModelName($0) })
        where try ModelStore(root: root, model: name).exists {
            models.append(name)
        }
        return models
    }
}
