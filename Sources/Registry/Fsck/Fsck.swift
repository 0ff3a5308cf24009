package import FileStorage
import RunDocument
package import SystemPackage

/// What `fsck` does with what it finds.
package struct FsckRequest: Sendable {
    package var lockTimeout = CommitOptions.defaultLockTimeout
    /// The keys that signatures and approvals are checked with.
    package var policy = Policy()
    /// Is told how many bytes of how many have been hashed.
    package var progress: @Sendable (Int, Int) -> Void = { _, _ in }

    package init() {}
}

extension ModelStore {
    /// Checks every byte of a layout; nothing is changed.
    ///
    /// - Throws: `RegistryError.lockHeld`; what is wrong with the layout is in the report.
    package func fsck(_ request: FsckRequest = FsckRequest()) throws -> FsckReport {
        if let mirror { return try fsck(elsewhere: mirror.upstream, request) }
        return try FileLock.holdIfPresent(layout.collectorLock, timeout: request.lockTimeout) {
            try LayoutCheck.run(self, request)
        }
    }

    /// The directories of a registry that are the layouts of models, whole or not.
    package static func layouts(in root: FilePath) throws(StorageError) -> [ModelName] {
        try Files.names(in: root).compactMap { try? ModelName($0) }.filter { name in
            let layout = Layout(path: root.appending(name.description))
            return [layout.marker, layout.index, layout.own, layout.path.appending("blobs")]
                .contains { Files.kind(of: $0, followLinks: false) != nil }
        }
    }

    /// Checks a layout and puts right what can be put right without inventing anything.
    ///
    /// A manifest that was fetched again may refer to more that is missing, so the layout is
    /// checked again after each round, until nothing more can be done.
    ///
    /// - Parameter sources: registries that may have what is missing here.
    /// - Returns: what was found, each with what became of it, and what is still wrong.
    package func repair(
        from sources: [ModelStore],
        _ request: FsckRequest,
        _ options: CommitOptions
    ) throws -> FsckReport {
        guard mirror == nil else {
            throw RegistryError.elsewhere(
                registry, action: "repair",
                hint: "check it without --repair; what is damaged there can be pushed again")
        }
        guard Files.isDirectory(layout.own) || Files.isDirectory(layout.blobs) else {
            return try fsck(request)
        }
        try Files.makeDirectory(layout.own)
        var repair = Repair(self, from: sources, options)
        var report = try fsck(request)
        while repair.attempt(report.findings) { report = try fsck(request) }
        if repair.record() { report = try fsck(request) }
        report.findings = repair.outcomes(report.findings)
        return report
    }
}
