import FileStorage
package import RunDocument

/// Runs about a version: the one that made it, and those that tested it again.
extension ModelStore {
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

    func checkVerdict(of run: Run) throws(RegistryError) {
        guard run.status.phase == .succeeded || run.awaitsApproval, run.status.exitCode == 0 else {
            throw .failedRun(stage: run.status.failedStage)
        }
    }

    func ingest(_ run: Run) throws -> Descriptor {
        var document = try blobs.ingest(run.json.canonicalBytes(), as: MediaType.run)
        document.annotations[Annotation.title] = "run.json"
        return document
    }

    func attach(
        _ document: Descriptor,
        of run: Run,
        to version: RegisteredVersion,
        in index: inout Index
    ) throws -> (AuditEvent?, Registration) {
        let known = try referrers(of: version, in: index)
        guard !known.contains(where: { $0.document?.digest == document.digest }) else {
            return (nil, Registration(version: version, outcome: .unchanged))
        }
        try refer(to: version.manifest, from: document, of: run, in: &index)
        try blobs.synchronize()
        let event = event(.attach, version, run)
        return (event, Registration(version: version, outcome: .attached))
    }

    /// Ties a run, which is a blob already, to the version that it speaks of.
    func refer(
        to subject: Descriptor, from document: Descriptor, of run: Run, in index: inout Index
    ) throws {
        let annotations = [
            Annotation.created: run.metadata.createdAt, Annotation.run: run.metadata.id,
        ]
        try refer(to: subject, from: document, annotations, in: &index)
    }

    func event(_ action: AuditEvent.Action, _ version: RegisteredVersion, _ run: Run)
        -> AuditEvent
    {
        var event = AuditEvent(action, version: version.number)
        event.digest = version.manifestDigest.description
        event.run = run.metadata.id
        return event
    }
}
