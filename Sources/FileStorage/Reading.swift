import Glibc
import RunDocument
package import SystemPackage

/// Whole files and directories, read with errors that name them.
package enum Files {
    /// Reads a file that is expected to be small.
    ///
    /// - Parameter limit: a larger file is refused before its bytes are in memory.
    /// - Throws: `StorageError`.
    package static func read(_ path: FilePath, limit: Int = 1 << 28) throws(StorageError)
        -> [UInt8]
    {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter { try readAll(file, path: path, limit: limit) }
        } catch let error as StorageError {
            throw error
        } catch {
            throw .reading(path, error)
        }
    }

    package static func readAll(_ file: FileDescriptor, path: FilePath, limit: Int) throws
        -> [UInt8]
    {
        var status = stat()
        let size = fstat(file.rawValue, &status) == 0 ? Int(status.st_size) : 0
        // At once, into its place: an index is megabytes long.
        var bytes = try [UInt8](unsafeUninitializedCapacity: min(max(0, size), limit)) {
            buffer, count in
            populate(UnsafeMutableRawBufferPointer(buffer))
            while count < buffer.count {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
                let read = try file.read(into: UnsafeMutableRawBufferPointer(rest))
                guard read > 0 else { return }
                count += read
            }
        }
        // What is longer than it said, as files of /proc are.
        try forEachChunk(of: file) { chunk in
            guard bytes.count + chunk.count <= limit else {
                throw StorageError.tooLarge(path: path.string, limit: limit)
            }
            bytes.append(contentsOf: chunk)
        }
        return bytes
    }

    /// Asks for the pages of a large buffer at once: one by one, each costs more than to fill it.
    private static func populate(_ buffer: UnsafeMutableRawBufferPointer) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard buffer.count >= 64 * page, let start = buffer.baseAddress else { return }
        let end = start + buffer.count
        let first = start.alignedUp(toMultipleOf: page)
        // Where a kernel knows one of them not, nothing is lost.
        let length = (end - first) / page * page
        madvise(first, length, MADV_HUGEPAGE)
        madvise(first, length, MADV_POPULATE_WRITE)
    }

    /// Calls `body` with each chunk of at most 1 MiB until the end of the file.
    package static func forEachChunk(
        of file: FileDescriptor,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 64) { buffer in
            while true {
                let count = try file.read(into: buffer)
                guard count > 0 else { return }
                try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    package static func exists(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, F_OK) } == 0
    }

    /// Whether something stands at `path`, which a disk that cannot answer does not deny.
    ///
    /// For files of which an absence has consequences: where an index is taken to be absent, an
    /// empty one is written.
    ///
    /// - Throws: `StorageError.unreadable`.
    package static func isPresent(_ path: FilePath) throws(StorageError) -> Bool {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) != 0 else { return true }
        let number = Errno(rawValue: errno)
        guard [.noSuchFileOrDirectory, .notDirectory].contains(number) else {
            throw .unreadable(path: path.string, number)
        }
        return false
    }

    package static func isDirectory(_ path: FilePath) -> Bool { kind(of: path) == .directory }

    package enum Kind: Sendable { case regular, directory, other }

    /// Bytes of a regular file; nil for anything else.
    package static func size(of path: FilePath) -> Int? {
        var status = stat()
        let result = path.withPlatformString { stat($0, &status) }
        guard result == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// What stands at `path`; nil if nothing does.
    package static func kind(of path: FilePath, followLinks: Bool = true) -> Kind? {
        var status = stat()
        let result = path.withPlatformString { name in
            followLinks ? stat(name, &status) : lstat(name, &status)
        }
        guard result == 0 else { return nil }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .regular
        case S_IFDIR: .directory
        default: .other
        }
    }

    /// The names in a directory, sorted by their UTF-8 bytes.
    package static func names(in directory: FilePath) throws(StorageError) -> [String] {
        guard let stream = directory.withPlatformString({ opendir($0) }) else {
            throw .reading(directory, Errno(rawValue: errno))
        }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            // The end of the directory and an error look alike.
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw .reading(directory, Errno(rawValue: errno)) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
