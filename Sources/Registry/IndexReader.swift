import FileStorage
import Glibc
import Synchronization
import SystemPackage

/// Reads an index, and not again while it is the same file.
///
/// A command looks at it several times. It is replaced and never written to, so another index is
/// another file.
final class IndexReader: Sendable {
    private struct Identity: Equatable {
        let device: UInt
        let number: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int
    }

    private let path: FilePath
    private let last = Mutex<(identity: Identity, index: Index)?>(nil)

    init(_ path: FilePath) { self.path = path }

    /// - Throws: what `Index(reading:)` throws.
    func read() throws -> Index {
        // Looked at first: an index that takes its place now is read next time.
        let identity = identity()
        if let identity, let known = last.withLock({ $0 }), known.identity == identity {
            return known.index
        }
        let index = try Index(reading: path)
        if let identity { last.withLock { $0 = (identity, index) } }
        return index
    }

    private func identity() -> Identity? {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return nil }
        return Identity(
            device: UInt(status.st_dev), number: UInt(status.st_ino), size: Int(status.st_size),
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }
}
