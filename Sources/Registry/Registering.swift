import FileStorage
package import RunDocument
package import SystemPackage

/// A model to be registered, and what is known of it.
package struct RegistrationRequest: Sendable {
    package var directory: FilePath
    /// The run that made the model; it is stored beside it.
    package var run: Run
    /// The digest that the model must have, from the user; that of the run counts as well.
    package var expectedDigest: String?
    /// The version to give instead of the next one.
    package var version: Int?
    /// Whether content that is registered already gets another version.
    package var forceNew = false
    package var allowUnsafe = false

    package init(directory: FilePath, run: Run) {
        self.directory = directory
        self.run = run
    }
}

package struct Registration: Hashable, Sendable {
    package enum Outcome: String, Sendable {
        /// A new version.
        case created
        /// A known version, and a new run about it.
        case attached
        /// Nothing was new.
        case unchanged
    }

    package let version: RegisteredVersion
    package let outcome: Outcome
}

extension ModelStore {
    /// Stores a model under the next version; the same content keeps the version it has.
    ///
    /// - Throws: `RegistryError`, `StorageError`; then the registry lists what it listed before.
    package func register(_ request: RegistrationRequest, _ options: CommitOptions) throws
        -> Registration
    {
        var event = AuditEvent(.register)
        event.run = request.run.metadata.id
        return try recordingDenial(event, options) { try add(request, options) }
    }

    private func add(_ request: RegistrationRequest, _ options: CommitOptions) throws
        -> Registration
    {
        try checkVerdict(of: request.run)
        let paths = try ModelFiles.scan(request.directory)
        // What cannot be taken is not copied; what counts is the copy, of which it is asked again.
        _ = try FormatCheck.check(
            paths.map { FormatCheck.File(name: $0, path: request.directory.appending($0)) },
            allowUnsafe: request.allowUnsafe)
        try layout.create()
        return try FileLock.hold(layout.collectorLock, .shared, timeout: options.lockTimeout) {
            let (files, override) = try ingest(paths, of: request)
            let document = try ingest(request.run)
            try keep(files.map(Descriptor.init) + [document])
            return try commit(options) { index in
                var (event, registration) = try add(request, files, document, to: &index)
                event?.override = override
                return (event, registration)
            }
        }
    }

    private func add(
        _ request: RegistrationRequest,
        _ files: [TreeDigest.File],
        _ document: Descriptor,
        to index: inout Index
    ) throws -> (AuditEvent?, Registration) {
        let digest = TreeDigest.of(files).description
        let known = try versions(of: digest, in: index)
        let same = known.last { request.version == nil || request.version == $0.number }
        if let same, !request.forceNew {
            return try attach(document, of: request.run, to: same, in: &index)
        }
        let number = try nextVersion(request, digest, in: index)
        let writer = ManifestWriter(model: model, run: request.run)
        let configuration = try blobs.ingest(
            writer.configuration(version: number, files: files).canonicalBytes(),
            as: MediaType.modelConfiguration)
        var manifest = try blobs.ingest(
            writer.manifest(configuration: configuration, files: files).canonicalBytes(),
            as: MediaType.manifest)
        manifest.artifactType = MediaType.model
        try refer(to: manifest, from: document, of: request.run, in: &index)
        index.add(manifest, tag: String(number))
        let provenance = Provenance(
            run: request.run, model: model, manifest: manifest, files: files, document: document)
        try attach(provenance.attachment, to: manifest, in: &index)
        guard let version = try version(number, in: index) else {
            throw RegistryError.damaged(path: layout.index.string, reason: "no version \(number)")
        }
        let event = event(.register, version, request.run)
        return (event, Registration(version: version, outcome: .created))
    }

    /// - Throws: when the version that was asked for is not free, or never will be.
    private func nextVersion(_ request: RegistrationRequest, _ digest: String, in index: Index)
        throws -> Int
    {
        let number = try index.nextVersion(asked: request.version, of: model)
        if let asked = request.version, !request.forceNew,
            let same = try versions(of: digest, in: index).last
        {
            throw RegistryError.sameContent(version: same.number, asked: asked)
        }
        return number
    }
}

extension Index {
    /// The number for a new version.
    ///
    /// - Throws: `RegistryError.versionTaken` when the one that is asked for is not free, or never
    ///   will be.
    func nextVersion(asked: Int?, of model: ModelName) throws(RegistryError) -> Int {
        guard let asked else { return highestVersion + 1 }
        guard asked > highestVersion else {
            throw .versionTaken(asked, model: model.description)
        }
        return asked
    }
}
