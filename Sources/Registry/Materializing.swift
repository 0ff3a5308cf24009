import FileStorage
import RunDocument
package import SystemPackage

extension ModelStore {
    /// Writes the plain files of a version to a directory, which appears in one step.
    ///
    /// A directory that is there and holds just these files is left as it is.
    ///
    /// - Throws: `RegistryError.exists` if something else is there, `.damaged` for a bad blob.
    package func materialize(_ version: RegisteredVersion, at target: FilePath) throws {
        let parent = target.removingLastComponent()
        try materialize(version, at: target, staging: parent) { blob, path in
            try copy(blob, to: path, permissions: .file)
        }
    }

    /// - Throws: `RegistryError.damaged` if the copy is not what the blob's name says.
    func copy(_ blob: FilePath, to path: FilePath, permissions: FilePermissions) throws {
        let (digest, _) = try FileCopy.clone(blob, to: path, permissions: permissions)
        guard digest.hex == blob.lastComponent?.string else {
            throw RegistryError.damaged(path: blob.string, reason: "its bytes have changed")
        }
    }

    /// - Parameters:
    ///   - staging: a directory on the same file system for what is not finished.
    ///   - place: brings the file of a blob, the first path, to its place.
    func materialize(
        _ version: RegisteredVersion,
        at target: FilePath,
        staging: FilePath,
        _ place: (FilePath, FilePath) throws -> Void
    ) throws {
        if Files.kind(of: target, followLinks: false) != nil {
            guard isIntact(target, version) else { throw RegistryError.exists(path: target.string) }
            return
        }
        let parent = target.removingLastComponent()
        try Files.makeDirectory(parent)
        let name = ".\(target.lastComponent?.string ?? "model").\(UInt64.random(in: 0 ... .max))"
        let temporary = staging.appending(name)
        do {
            try FileLock.holdIfPresent(
                layout.collectorLock,
                timeout: CommitOptions.defaultLockTimeout
            ) {
                try write(version, to: temporary, place)
            }
            try Files.rename(temporary, to: target)
        } catch {
            Files.removeTreeIfPossible(temporary)
            // Another process may have finished the same directory first.
            guard isIntact(target, version) else { throw error }
        }
        try Files.synchronize(directory: parent.isEmpty ? "." : parent)
    }

    /// Whether a directory holds the files of a version and nothing else.
    func isIntact(_ target: FilePath, _ version: RegisteredVersion) -> Bool {
        (try? TreeDigest.of(directory: target).description) == version.modelDigest
    }

    private func write(
        _ version: RegisteredVersion,
        to directory: FilePath,
        _ place: (FilePath, FilePath) throws -> Void
    ) throws {
        try Files.makeDirectory(directory)
        var directories: Set<FilePath> = [directory]
        for file in version.files {
            let path = directory.appending(file.path)
            try Files.makeDirectory(path.removingLastComponent())
            try blobs.obtain(Descriptor(file))
            try place(blobs.path(of: file.digest), path)
            var above = path.removingLastComponent()
            while above != directory, directories.insert(above).inserted {
                above.removeLastComponent()
            }
        }
        for path in directories { try Files.synchronize(directory: path) }
    }
}
