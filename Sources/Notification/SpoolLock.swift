import FileStorage
import Glibc
import SystemPackage

/// A file that one process at a time has locked; it is gone when nobody needs it any more.
struct SpoolLock {
    private let file: FileDescriptor
    private let path: FilePath

    /// Waits until nobody else has it.
    init(_ path: FilePath, timeout: Duration) async throws {
        let deadline = ContinuousClock.now + timeout
        self.path = path
        while true {
            let file = try Self.open(path)
            while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
                guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
                    try? file.close()
                    throw NotificationError.lockHeld(path: path.string)
                }
                do { try await Task.sleep(for: .milliseconds(50)) } catch {
                    try? file.close()
                    throw error
                }
            }
            // The one before has removed it: whoever comes next locks another file of that name.
            if Self.isSame(file, path) {
                self.file = file
                return
            }
            try? file.close()
        }
    }

    func release() {
        Files.removeIfPossible(path)
        try? file.close()
    }

    private static func open(_ path: FilePath) throws(StorageError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite
            )
        } catch {
            throw .uncreatable(path: path.string, error as? Errno ?? .ioError)
        }
    }

    private static func isSame(_ file: FileDescriptor, _ path: FilePath) -> Bool {
        var (opened, named) = (stat(), stat())
        guard fstat(file.rawValue, &opened) == 0,
            path.withPlatformString({ lstat($0, &named) }) == 0
        else { return false }
        return opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
    }
}
