import Glibc
import RunDocument
package import SystemPackage

/// Files that somebody else may have put there: what is no regular file is refused, not waited for.
extension Files {
    /// Opens a regular file to read it, without following a link or waiting for the writer of a
    /// FIFO.
    ///
    /// - Throws: `StorageError.missing`, `.notRegular` or `.unreadable`.
    package static func openRegular(_ path: FilePath) throws(StorageError) -> FileDescriptor {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path,
                .readOnly,
                options: [.noFollow, .nonBlocking, .closeOnExec]
            )
        } catch {
            // What opening a socket says.
            if error as? Errno == .noSuchAddressOrDevice { throw .notRegular(path: path.string) }
            throw .reading(path, error)
        }
        var status = stat()
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            try? file.close()
            throw .notRegular(path: path.string)
        }
        return file
    }

    /// Reads a regular file.
    ///
    /// - Parameter limit: a larger file is refused before its bytes are in memory.
    package static func readRegular(_ path: FilePath, limit: Int) throws(StorageError) -> [UInt8] {
        let file = try openRegular(path)
        do {
            return try file.closeAfter { try readAll(file, path: path, limit: limit) }
        } catch let error as StorageError {
            throw error
        } catch {
            throw .reading(path, error)
        }
    }

    /// Where a symbolic link leads; nil if there is none at `path`.
    package static func linkTarget(of path: FilePath) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = path.withPlatformString { readlink($0, &buffer, buffer.count) }
        guard count >= 0 else { return nil }
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension Digest {
    /// The digest and size of a regular file, read in one pass.
    package static func ofRegularFile(_ path: FilePath) throws(StorageError) -> (Digest, size: Int)
    {
        let file = try Files.openRegular(path)
        do {
            return try file.closeAfter { try of(file) }
        } catch {
            throw .reading(path, error)
        }
    }
}
