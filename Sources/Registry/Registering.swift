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

    /// Brings in the files of a model, unless it is known that they are here.
    ///
    /// - Returns: them, and which of them are of a format that the user has to answer for.
    /// - Throws: `RegistryError.changedModel` if they are not those that were evaluated.
    private func ingest(_ paths: [String], of request: RegistrationRequest) throws
        -> ([TreeDigest.File], override: String?)
    {
        let expected = [request.expectedDigest, request.run.model?.digest].compactMap(\.self)
        let check = { (files: [TreeDigest.File]) throws(RegistryError) in
            let digest = TreeDigest.of(files).description
            guard let other = expected.first(where: { $0 != digest }) else { return }
            throw .changedModel(source: request.directory.string, expected: other, found: digest)
        }
        if try expected.contains(where: { try version(of: $0) != nil }) {
            let files = try TreeDigest.files(in: request.directory)
            try check(files)
            if files.allSatisfy({ blobs.isIntact($0.digest, size: $0.size) }) {
                return (
                    files, try checkFormats(of: files, allowUnsafe: request.allowUnsafe)
                )
            }
        }
        var staged: [BlobStore.Staged] = []
        do {
            for path in paths { staged.append(try blobs.stage(path, from: request.directory)) }
            try check(staged.map(\.file))
            let override = try FormatCheck.check(
                staged.map(\.content), allowUnsafe: request.allowUnsafe)
            try blobs.place(staged)
            return (staged.map(\.file), override)
        } catch {
            blobs.discard(staged)
            throw error
        }
    }

    /// Looks at files that are blobs by now.
    ///
    /// - Returns: which of them are of a format that the user has to answer for.
    /// - Throws: `RegistryError.unsafeFormat`.
    func checkFormats(of files: [TreeDigest.File], allowUnsafe: Bool) throws -> String? {
        try FormatCheck.check(
            files.map { FormatCheck.File(name: $0.path, path: blobs.path(of: $0.digest)) },
            allowUnsafe: allowUnsafe)
    }

    /// Stores another run about a version that is registered, as that of a new test.
    ///
    /// - Throws: `RegistryError.changedModel` if the run speaks of another model.
    package func attach(_ run: Run, to version: RegisteredVersion, _ options: CommitOptions) throws
        -> Registration
    {
        try checkVerdict(of: run)
        if let digest = run.model?.digest, digest != version.modelDigest {
            throw RegistryError.changedModel(
                source: "\(model)@\(version.number)",
                expected: digest,
                found: version.modelDigest
            )
        }
        return try FileLock.hold(layout.collectorLock, .shared, timeout: options.lockTimeout) {
            let document = try ingest(run)
            try keep([document])
            return try commit(options) { index in
                try attach(document, of: run, to: version, in: &index)
            }
        }
    }

    private func checkVerdict(of run: Run) throws(RegistryError) {
        guard run.status.phase == .succeeded || run.awaitsApproval, run.status.exitCode == 0 else {
            throw .failedRun(stage: run.status.failedStage)
        }
    }

    private func ingest(_ run: Run) throws -> Descriptor {
        _ = try blobs.ingest(ManifestWriter.emptyConfiguration)
        let (digest, size) = try blobs.ingest(run.json.canonicalBytes())
        return Descriptor(
            mediaType: MediaType.run,
            digest: digest,
            size: size,
            annotations: [Annotation.title: "run.json"]
        )
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
        let configuration = try store(
            writer.configuration(version: number, files: files),
            as: MediaType.modelConfiguration
        )
        var manifest = try store(
            writer.manifest(configuration: configuration, files: files),
            as: MediaType.manifest
        )
        manifest.artifactType = MediaType.model
        try refer(to: manifest, from: document, writer, in: &index)
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
        guard let asked = request.version else { return index.highestVersion + 1 }
        guard asked > index.highestVersion else {
            throw RegistryError.versionTaken(asked, model: model.description)
        }
        if !request.forceNew,
            let same = try versions(of: digest, in: index).last
        {
            throw RegistryError.sameContent(version: same.number, asked: asked)
        }
        return asked
    }

    private func attach(
        _ document: Descriptor,
        of run: Run,
        to version: RegisteredVersion,
        in index: inout Index
    ) throws -> (AuditEvent?, Registration) {
        let known = try referrers(of: version, in: index)
        guard !known.contains(where: { $0.document?.digest == document.digest }) else {
            return (nil, Registration(version: version, outcome: .unchanged))
        }
        let writer = ManifestWriter(model: model, run: run)
        try refer(to: version.manifest, from: document, writer, in: &index)
        try blobs.synchronize()
        let event = event(.attach, version, run)
        return (event, Registration(version: version, outcome: .attached))
    }

    private func refer(
        to subject: Descriptor,
        from document: Descriptor,
        _ writer: ManifestWriter,
        in index: inout Index
    ) throws {
        var referrer = try store(
            writer.referrer(document: document, subject: subject),
            as: MediaType.manifest
        )
        referrer.artifactType = MediaType.run
        referrer.annotations[Annotation.subject] = subject.digest.description
        index.add(referrer)
    }

    private func store(_ value: JSONValue, as mediaType: String) throws -> Descriptor {
        let (digest, size) = try blobs.ingest(value.canonicalBytes())
        return Descriptor(mediaType: mediaType, digest: digest, size: size)
    }

    private func event(_ action: AuditEvent.Action, _ version: RegisteredVersion, _ run: Run)
        -> AuditEvent
    {
        var event = AuditEvent(action, version: version.number)
        event.digest = version.manifestDigest.description
        event.run = run.metadata.id
        return event
    }
}
