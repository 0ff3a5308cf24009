package import FileStorage
package import SystemPackage

/// What a command wrote, up to a limit: a program that writes without end must not fill the disk.
package final class BoundedLog: Sendable {
    package static let limit = 64 << 20

    private let file: FileDescriptor

    package init(_ path: FilePath) throws(StorageError) {
        do {
            file = try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .truncate, .closeOnExec],
                permissions: .file
            )
        } catch {
            throw .uncreatable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    package func write(_ bytes: [UInt8]) {
        // The command's output also goes to standard error, so a full disk loses no word of it.
        guard let size = try? file.seek(offset: 0, from: .end), size < Self.limit else { return }
        _ = try? file.writeAll(bytes)
    }

    package func close() { try? file.close() }
}
