import FileStorage
import Glibc
import SystemPackage

import struct Crypto.SHA256

/// A blob that is on its way: what has come of it stays for the next attempt, even after a crash.
package final class PartialBlob {
    /// Bytes that are there.
    package private(set) var count = 0
    private var hash = SHA256()
    private let blob: Descriptor
    private let path: FilePath
    private let file: FileDescriptor

    package var isWhole: Bool { count == blob.size && Digest(hash.finalize()) == blob.digest }

    /// Opens what an earlier attempt left, or begins.
    ///
    /// The file is locked: another process that wants the same blob writes one of its own.
    init(_ blob: Descriptor, in layout: Layout) throws {
        self.blob = blob
        let shared = layout.temporary.appending("\(blob.digest.hex).part")
        if let file = try Self.openLocked(shared) {
            (path, self.file) = (shared, file)
        } else {
            path = layout.temporaryPath()
            file = try Self.open(path)
        }
        do { try readBack() } catch {
            try? file.close()
            throw error
        }
    }

    func close() { try? file.close() }

    /// - Throws: `RegistryError.damaged` for more bytes than the blob has.
    package func take(_ bytes: UnsafeRawBufferPointer) throws {
        guard count + bytes.count <= blob.size else {
            Files.removeIfPossible(path)
            throw RegistryError.damaged(
                path: blob.digest.description, reason: "it is larger than \(blob.size) bytes")
        }
        do {
            try file.writeAll(bytes)
        } catch {
            throw StorageError.unwritable(path: path.string, error as? Errno ?? .ioError)
        }
        hash.update(bufferPointer: bytes)
        count += bytes.count
    }

    /// Forgets what is there.
    package func restart() throws {
        guard ftruncate(file.rawValue, 0) == 0, lseek(file.rawValue, 0, SEEK_SET) == 0 else {
            throw StorageError.unwritable(path: path.string, Errno(rawValue: errno))
        }
        (count, hash) = (0, SHA256())
    }

    /// Lets `source` write what is missing, and gives the blob its name.
    ///
    /// - Throws: `RegistryError.damaged` if it has another size or digest then.
    func fill(as target: FilePath, _ source: (PartialBlob) throws -> Void) throws {
        // A process may have been killed when it had all of it.
        if count == blob.size, !isWhole { try restart() }
        let resumed = count > 0
        if !isWhole { try source(self) }
        if resumed, !isWhole {
            // What lay there from before may have been the bad part.
            try restart()
            try source(self)
        }
        try finish(as: target)
    }

    /// Flushes the file and gives it its name.
    private func finish(as target: FilePath) throws {
        guard isWhole else {
            Files.removeIfPossible(path)
            let reason =
                count == blob.size
                ? "its bytes have another digest" : "it has \(count) bytes, not \(blob.size)"
            throw RegistryError.damaged(path: blob.digest.description, reason: reason)
        }
        do {
            guard fchmod(file.rawValue, FilePermissions.blob.rawValue) == 0 else {
                throw Errno(rawValue: errno)
            }
            try Files.synchronize(file)
        } catch {
            Files.removeIfPossible(path)
            throw StorageError.unwritable(path: path.string, error as? Errno ?? .ioError)
        }
        try Files.rename(path, to: target)
    }

    private func readBack() throws {
        guard try file.seek(offset: 0, from: .end) <= Int64(blob.size) else { return try restart() }
        try file.seek(offset: 0, from: .start)
        try Files.forEachChunk(of: file) { chunk in
            hash.update(bufferPointer: chunk)
            count += chunk.count
        }
    }

    private static func open(_ path: FilePath) throws(StorageError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                path, .readWrite, options: [.create, .noFollow, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch {
            throw .uncreatable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    /// - Returns: nil if another process has it.
    private static func openLocked(_ path: FilePath) throws -> FileDescriptor? {
        let file = try open(path)
        var (opened, named) = (stat(), stat())
        // Whoever had the lock before may have renamed the file: then it is a blob by now, and
        // must not be written to.
        if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, fstat(file.rawValue, &opened) == 0,
            path.withPlatformString({ lstat($0, &named) }) == 0,
            opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
        {
            return file
        }
        try? file.close()
        return nil
    }
}
