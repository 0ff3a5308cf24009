import Glibc
import RunDocument
package import SystemPackage

/// Writing so that after a crash there is the old file or the new one, never half of one.
extension Files {
    /// Writes `bytes` beside `path`, flushes them to the disk and renames them into place.
    ///
    /// - Throws: `StorageError`; then `path` is what it was.
    package static func replace(
        _ path: FilePath,
        with bytes: some Collection<UInt8>,
        permissions: FilePermissions = .file
    ) throws(StorageError) {
        if kind(of: path) == .other { return try overwrite(path, bytes) }
        let temporary = path.removingLastComponent().appending(
            ".\(path.lastComponent?.string ?? "file").\(getpid()).\(UInt32.random(in: 0 ... .max))"
        )
        do {
            try write(temporary, bytes, permissions: permissions)
            try rename(temporary, to: path)
        } catch {
            removeIfPossible(temporary)
            throw error
        }
        try synchronize(directory: path.removingLastComponent())
    }

    /// Writes to a device or a pipe: `/dev/null` is not a file that can be put aside.
    private static func overwrite(
        _ path: FilePath, _ bytes: some Collection<UInt8>
    ) throws(StorageError) {
        do {
            let file = try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
            try file.closeAfter { _ = try file.writeAll(Array(bytes)) }
        } catch {
            throw .unwritable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    /// Creates a file that must not exist yet and flushes it to the disk.
    ///
    /// - Parameter isFlushed: whether it outlasts a power failure; without, it outlasts the process.
    package static func write(
        _ path: FilePath,
        _ bytes: some Collection<UInt8>,
        permissions: FilePermissions = .file,
        isFlushed: Bool = true
    ) throws(StorageError) {
        try write(
            path, pieces: [Array(bytes)[...]], permissions: permissions, isFlushed: isFlushed)
    }

    /// Creates a file of bytes that stand in several places and flushes it to the disk.
    package static func write(
        _ path: FilePath,
        pieces: [ArraySlice<UInt8>],
        permissions: FilePermissions = .file,
        isFlushed: Bool = true
    ) throws(StorageError) {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: permissions
            )
        } catch {
            throw .uncreatable(path: path.string, error as? Errno ?? .ioError)
        }
        do {
            try file.closeAfter {
                for piece in pieces { try file.writeAll(piece) }
                if isFlushed { try synchronize(file) }
            }
        } catch {
            removeIfPossible(path)
            throw .unwritable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    package static func rename(_ source: FilePath, to target: FilePath) throws(StorageError) {
        let result = source.withPlatformString { old in
            target.withPlatformString { new in Glibc.rename(old, new) }
        }
        guard result == 0 else {
            throw .uncreatable(path: target.string, Errno(rawValue: errno))
        }
    }

    /// Makes what a directory lists as durable as the files in it.
    package static func synchronize(directory: FilePath) throws(StorageError) {
        let path = directory.isEmpty ? FilePath(".") : directory
        do {
            let file = try FileDescriptor.open(
                path,
                .readOnly,
                options: [.directory, .closeOnExec]
            )
            try file.closeAfter { try synchronize(file) }
        } catch {
            throw .unwritable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    /// Flushes a file.
    ///
    /// An error is final: the kernel may have dropped the pages, so a second
    /// `fsync` that succeeds would prove nothing.
    package static func synchronize(_ file: FileDescriptor) throws(Errno) {
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Flushes all files and directories below a directory, and itself.
    package static func synchronize(tree directory: FilePath) throws(StorageError) {
        for name in try names(in: directory) {
            let path = directory.appending(name)
            if kind(of: path, followLinks: false) == .directory {
                try synchronize(tree: path)
            } else {
                try synchronize(file: path)
            }
        }
        try synchronize(directory: directory)
    }

    /// Flushes a file that was written without.
    package static func synchronize(file path: FilePath) throws(StorageError) {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            try file.closeAfter { try synchronize(file) }
        } catch {
            throw .unwritable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    /// Creates a directory and those above it.
    package static func makeDirectory(_ path: FilePath) throws(StorageError) {
        guard !path.isEmpty, !isDirectory(path) else { return }
        try makeDirectory(path.removingLastComponent())
        guard path.withPlatformString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST else {
            throw .uncreatable(path: path.string, Errno(rawValue: errno))
        }
        guard isDirectory(path) else {
            throw .uncreatable(path: path.string, .notDirectory)
        }
    }

    /// Removes a file that is to be gone; one that was gone already is no error.
    package static func remove(_ path: FilePath) throws(StorageError) {
        guard path.withPlatformString({ unlink($0) }) != 0, errno != ENOENT else { return }
        throw .unwritable(path: path.string, Errno(rawValue: errno))
    }

    /// Removes a file of which nothing depends on its being gone: a failure is not told.
    package static func removeIfPossible(_ path: FilePath) {
        _ = path.withPlatformString { unlink($0) }
    }

    /// Removes a directory and what is in it, as far as that can be done; links are removed, not
    /// followed.
    package static func removeTreeIfPossible(_ path: FilePath) {
        if kind(of: path, followLinks: false) == .directory {
            for name in (try? names(in: path)) ?? [] {
                removeTreeIfPossible(path.appending(name))
            }
            _ = path.withPlatformString { rmdir($0) }
        } else {
            removeIfPossible(path)
        }
    }
}

extension FilePermissions {
    package static let file: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
}
