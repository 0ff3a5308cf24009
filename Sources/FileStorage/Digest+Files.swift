import Crypto
import RunDocument
package import SystemPackage

/// Digests of what files hold.
extension Digest {
    /// The digest and size of a file, read in one pass.
    package static func ofFile(_ path: FilePath) throws(StorageError) -> (Digest, size: Int) {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter { try of(file) }
        } catch {
            throw .reading(path, error)
        }
    }

    /// The digest of what is left to read of a file, and its size.
    static func of(_ file: FileDescriptor) throws -> (Digest, size: Int) {
        var hash = SHA256()
        var size = 0
        try Files.forEachChunk(of: file) { chunk in
            hash.update(bufferPointer: chunk)
            size += chunk.count
        }
        return (Digest(hash.finalize()), size)
    }

    /// The digest of some bytes of a file, which must have them.
    package static func of(_ file: FileDescriptor, _ range: Range<Int>) throws -> Digest {
        var hash = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        var position = range.lowerBound
        while position < range.upperBound {
            let wanted = UnsafeMutableRawBufferPointer(
                rebasing: buffer.prefix(range.upperBound - position))
            let count = try file.read(fromAbsoluteOffset: Int64(position), into: wanted)
            guard count > 0 else { throw Errno.ioError }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: wanted.prefix(count)))
            position += count
        }
        return Digest(hash.finalize())
    }
}
