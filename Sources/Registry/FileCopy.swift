import Dispatch
import FileStorage
import Glibc
import SystemPackage

import struct Crypto.SHA256

/// Copies of files of which every byte is known.
enum FileCopy {
    /// `FICLONE` of linux/fs.h: let two files share their blocks until one is written to.
    private static let shareBlocks: UInt = 0x4004_9409

    /// Copies a file that must not change meanwhile, and flushes the copy.
    ///
    /// The digest is computed from the very bytes that are written.
    ///
    /// - Throws: `StorageError`; then there is no file at `target`.
    static func ingest(_ source: FilePath, to target: FilePath) throws -> (Digest, size: Int) {
        let input = try Files.openRegular(source)
        return try input.closeAfter {
            let before = try status(of: input, source)
            guard before.st_mode & S_IFMT == S_IFREG else {
                throw StorageError.notRegular(path: source.string)
            }
            return try create(target) { output in
                var hash = SHA256()
                var size = 0
                try Files.forEachChunk(of: input) { chunk in
                    size += chunk.count
                    try write(chunk, to: output, hashing: &hash)
                }
                guard isSame(before, try status(of: input, source)), size == before.st_size else {
                    throw StorageError.changed(path: source.string)
                }
                return (Digest(hash.finalize()), size)
            }
        }
    }

    /// Writes on one core what another one hashes.
    private static func write(
        _ chunk: UnsafeRawBufferPointer, to output: FileDescriptor, hashing hash: inout SHA256
    ) throws {
        nonisolated(unsafe) let bytes = chunk
        nonisolated(unsafe) var state = hash
        nonisolated(unsafe) var failure: (any Error)?
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            if part == 0 { return state.update(bufferPointer: bytes) }
            do {
                try output.writeAll(bytes)
            } catch {
                failure = error
            }
        }
        hash = state
        if let failure { throw failure }
    }

    /// Copies a blob, sharing its blocks where the file system can, and flushes the copy.
    ///
    /// The copy is read back: what counts is what the destination holds.
    static func clone(
        _ source: FilePath,
        to target: FilePath,
        permissions: FilePermissions = .blob
    ) throws -> (Digest, size: Int) {
        let input = try Files.openRegular(source)
        try input.closeAfter {
            try create(target, permissions: permissions) { output in
                if ioctl(output.rawValue, shareBlocks, input.rawValue) != 0 {
                    try copyInKernel(input, to: output)
                }
            }
        }
        return try Digest.ofRegularFile(target)
    }

    /// Gives a file a second name.
    ///
    /// - Returns: false where the file system has no such thing.
    static func link(_ source: FilePath, to target: FilePath) -> Bool {
        source.withPlatformString { old in
            target.withPlatformString { new in Glibc.link(old, new) }
        } == 0
    }

    /// Lets the kernel copy: the bytes need not come here and go back.
    private static func copyInKernel(_ input: FileDescriptor, to output: FileDescriptor) throws {
        while true {
            let count = sendfile(output.rawValue, input.rawValue, nil, 1 << 30)
            if count == 0 { return }
            guard count < 0, errno != EINTR else { continue }
            // A file system that cannot; nothing was copied then.
            guard errno == EINVAL || errno == ENOSYS else {
                throw Errno(rawValue: errno)
            }
            return try Files.forEachChunk(of: input) { _ = try output.writeAll($0) }
        }
    }

    /// Creates a file that must not exist yet, lets `fill` write it and flushes it to the disk.
    ///
    /// - Throws: `StorageError`, or what `fill` throws; then there is no file.
    static func create<Result>(
        _ path: FilePath,
        permissions: FilePermissions = .blob,
        _ fill: (FileDescriptor) throws -> Result
    ) throws -> Result {
        let output: FileDescriptor
        do {
            output = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw StorageError.uncreatable(path: path.string, error as? Errno ?? .ioError)
        }
        do {
            return try output.closeAfter {
                let result = try fill(output)
                guard fchmod(output.rawValue, permissions.rawValue) == 0 else {
                    throw Errno(rawValue: errno)
                }
                try Files.synchronize(output)
                return result
            }
        } catch {
            Files.removeIfPossible(path)
            guard let number = error as? Errno else { throw error }
            throw StorageError.unwritable(path: path.string, number)
        }
    }

    private static func status(of file: FileDescriptor, _ path: FilePath) throws -> stat {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else {
            throw StorageError.unreadable(path: path.string, Errno(rawValue: errno))
        }
        return status
    }

    private static func isSame(_ one: stat, _ other: stat) -> Bool {
        one.st_size == other.st_size
            && one.st_mtim.tv_sec == other.st_mtim.tv_sec
            && one.st_mtim.tv_nsec == other.st_mtim.tv_nsec
            && one.st_ctim.tv_sec == other.st_ctim.tv_sec
            && one.st_ctim.tv_nsec == other.st_ctim.tv_nsec
    }
}

extension FilePermissions {
    /// Nobody writes to a blob, not even its owner.
    static let blob: FilePermissions = [.ownerRead, .groupRead, .otherRead]
}
