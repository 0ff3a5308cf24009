import Glibc
import SystemPackage

/// Sorted runs of keys in a file without a name, which is gone when the process is.
///
/// A class, because it owns a descriptor.
final class KeyRuns: Sendable {
    struct Run: Sendable {
        let offset: Int64
        let count: Int
    }

    private let file: FileDescriptor
    private let directory: FilePath

    init(in directory: FilePath) throws(ProfileError) {
        self.directory = directory
        do {
            file = try Self.open(in: directory)
        } catch {
            throw .scratch(directory: directory.string, error as? Errno ?? .ioError)
        }
    }

    deinit { try? file.close() }

    private static func open(in directory: FilePath) throws -> FileDescriptor {
        // `O_TMPFILE`, which is no constant that is imported.
        let unnamed = FileDescriptor.OpenOptions(rawValue: 0o20_000_000 | O_DIRECTORY)
        do {
            return try FileDescriptor.open(
                directory, .readWrite, options: [unnamed, .closeOnExec],
                permissions: .ownerReadWrite)
        } catch Errno.notSupportedOnSocket, Errno.isDirectory, Errno.invalidArgument {
            // A file system that knows no files without a name.
            return try openUnlinked(in: directory)
        }
    }

    private static func openUnlinked(in directory: FilePath) throws -> FileDescriptor {
        let path = directory.appending("mlx-keys.\(UInt64.random(in: 0 ... .max))")
        let file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: .ownerReadWrite)
        _ = path.withPlatformString { unlink($0) }
        return file
    }

    func write(
        _ entries: UnsafeMutableBufferPointer<KeyEntry>, at offset: Int64
    ) throws(ProfileError) -> Run {
        do {
            try file.writeAll(toAbsoluteOffset: offset, UnsafeRawBufferPointer(entries))
        } catch {
            throw failure(error)
        }
        return Run(offset: offset, count: entries.count)
    }

    /// Fills a buffer.
    func read(
        at offset: Int64, into entries: UnsafeMutableBufferPointer<KeyEntry>
    ) throws(ProfileError) {
        let bytes = UnsafeMutableRawBufferPointer(entries)
        var done = 0
        do {
            while done < bytes.count {
                let count = try file.read(
                    fromAbsoluteOffset: offset + Int64(done),
                    into: UnsafeMutableRawBufferPointer(rebasing: bytes[done...]))
                guard count > 0 else { throw Errno.ioError }
                done += count
            }
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> ProfileError {
        .scratch(directory: directory.string, error as? Errno ?? .ioError)
    }
}
