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
        layout.own.appending("serving").appending(ServingName.of(version))
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
            Files.removeTree(discarded)
        }
        try materialize(version, at: directory, staging: layout.temporary) { blob, path in
            try FileCopy.link(blob, to: path)
        }
        return directory
    }

    /// Lets `.mlx/current` lead to the files of a version, in one step.
    package func setCurrent(_ version: RegisteredVersion) throws(StorageError) {
        let temporary = layout.temporaryPath()
        let target = "serving/\(ServingName.of(version))"
        guard temporary.withPlatformString({ symlink(target, $0) }) == 0 else {
            throw .uncreatable(path: temporary.string, Errno(rawValue: errno))
        }
        do {
            try Files.rename(temporary, to: layout.own.appending("current"))
        } catch {
            Files.remove(temporary)
            throw error
        }
        try Files.synchronize(directory: layout.own)
    }

    /// Whether `.mlx/current` leads to the files of a version.
    package func isCurrent(_ version: RegisteredVersion) -> Bool {
        Files.linkTarget(of: layout.own.appending("current"))
            == "serving/\(ServingName.of(version))"
            && isIntact(servingPath(of: version), version)
    }
}
