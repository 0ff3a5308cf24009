import FileStorage
import RunDocument
package import SystemPackage

extension ModelStore {
    /// Writes the plain files of a version to a directory, which appears in one step.
    ///
    /// A directory that is there and holds just these files is left as it is.
    ///
    /// - Parameter staging: a directory on the same file system for what is not finished; by
    ///   default the one that `target` is in.
    /// - Throws: `RegistryError.exists` if something else is there, `.damaged` for a bad blob.
    package func materialize(
        _ version: RegisteredVersion,
        at target: FilePath,
        staging: FilePath? = nil
    ) throws {
        if Files.kind(of: target, followLinks: false) != nil {
            guard isIntact(target, version) else { throw RegistryError.exists(path: target.string) }
            return
        }
        let parent = target.removingLastComponent()
        try Files.makeDirectory(parent)
        let name = ".\(target.lastComponent?.string ?? "model").\(UInt64.random(in: 0 ... .max))"
        let temporary = (staging ?? parent).appending(name)
        do {
            try FileLock.holdIfPresent(
                layout.collectorLock,
                timeout: CommitOptions.defaultLockTimeout
            ) {
                try write(version, to: temporary)
            }
            try Files.rename(temporary, to: target)
        } catch {
            Files.removeTree(temporary)
            // Another process may have finished the same directory first.
            guard isIntact(target, version) else { throw error }
        }
        try Files.synchronize(directory: parent.isEmpty ? "." : parent)
    }

    /// Whether a directory holds the files of a version and nothing else.
    func isIntact(_ target: FilePath, _ version: RegisteredVersion) -> Bool {
        (try? TreeDigest.of(directory: target).description) == version.modelDigest
    }

    private func write(_ version: RegisteredVersion, to directory: FilePath) throws {
        try Files.makeDirectory(directory)
        var directories: Set<FilePath> = [directory]
        for file in version.files {
            let path = directory.appending(file.path)
            try Files.makeDirectory(path.removingLastComponent())
            let source = blobs.path(of: file.digest)
            let (digest, _) = try FileCopy.clone(source, to: path, permissions: .file)
            guard digest == file.digest else {
                throw RegistryError.damaged(path: source.string, reason: "its bytes have changed")
            }
            var above = path.removingLastComponent()
            while above != directory, directories.insert(above).inserted {
                above.removeLastComponent()
            }
        }
        for path in directories { try Files.synchronize(directory: path) }
    }
}
