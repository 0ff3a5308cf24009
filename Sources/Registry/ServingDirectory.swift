package import FileStorage
import Glibc
package import SystemPackage

/// The plain files that a service loads, beside the blobs they come from.
extension ModelStore {
    /// Where to put what belongs to the service of this model: its log, the number of its process.
    package var serviceDirectory: FilePath { layout.own }

    /// Where a file can lie that nobody needs after a crash.
    package func temporaryPath() -> FilePath { layout.temporaryPath() }

    /// Where the files of a version lie, or will.
    package func servingPath(of version: RegisteredVersion) -> FilePath {
        layout.serving.appending(ServingName.of(version))
    }

    /// Puts the files of a version, which was verified, into `.mlx/serving/v3-<12 hex>`.
    ///
    /// They are second names of the blobs, which nobody writes to: a large model is there at once,
    /// and lies on the disk once.
    ///
    /// - Returns: that directory.
    package func materializeForService(_ version: RegisteredVersion) throws -> FilePath {
        let directory = servingPath(of: version)
        if Files.exists(directory), !isIntact(directory, version) {
            // Somebody changed what must not change: move it out of the way, and write it anew.
            let discarded = layout.temporaryPath()
            try Files.rename(directory, to: discarded)
            Files.removeTreeIfPossible(discarded)
        }
        try materialize(version, at: directory, staging: layout.temporary) { blob, path in
            if !FileCopy.link(blob, to: path) { try copy(blob, to: path, permissions: .blob) }
        }
        return directory
    }

    /// Runs `body` with the files of a version in place; no collection takes them away meanwhile.
    ///
    /// They were put there some time ago, and a collection may have found that nobody needed them.
    package func keepingServing<Result>(
        _ version: RegisteredVersion, _ options: CommitOptions, _ body: () throws -> Result
    ) throws -> Result {
        try FileLock.hold(layout.collectorLock, .shared, timeout: options.lockTimeout) {
            if !Files.exists(servingPath(of: version)) { _ = try materializeForService(version) }
            return try body()
        }
    }

    /// Lets `.mlx/current` lead to the files of a version, in one step.
    package func setCurrent(_ version: RegisteredVersion) throws(StorageError) {
        let temporary = layout.temporaryPath()
        let target = "serving/\(ServingName.of(version))"
        guard temporary.withPlatformString({ symlink(target, $0) }) == 0 else {
            throw .uncreatable(path: temporary.string, Errno(rawValue: errno))
        }
        do {
            try Files.rename(temporary, to: layout.current)
        } catch {
            Files.removeIfPossible(temporary)
            throw error
        }
        try Files.synchronize(directory: layout.own)
    }

    /// Whether `.mlx/current` leads to the files of a version.
    package func isCurrent(_ version: RegisteredVersion) -> Bool {
        Files.linkTarget(of: layout.current)
            == "serving/\(ServingName.of(version))"
            && isIntact(servingPath(of: version), version)
    }
}
