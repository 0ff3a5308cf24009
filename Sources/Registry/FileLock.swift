import FileStorage
import Glibc
package import SystemPackage

/// Locks between processes.
///
/// They are `flock` locks: the kernel lets go of them when the holder dies, and, other than those
/// of `fcntl`, not when some library closes another descriptor of the same file. The files are
/// opened close-on-exec, so that a service that is started inherits none.
package enum FileLock {
    package enum Mode { case shared, exclusive }

    /// Runs `body` while holding the lock.
    ///
    /// - Throws: `RegistryError.lockHeld` when others hold it for longer than `timeout`.
    package static func hold<Result>(
        _ path: FilePath,
        _ mode: Mode,
        timeout: Duration,
        _ body: () throws -> Result
    ) throws -> Result {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path,
                .readOnly,
                options: [.create, .closeOnExec, .noFollow, .nonBlocking],
                permissions: .file
            )
        } catch {
            throw StorageError.uncreatable(path: path.string, error as? Errno ?? .ioError)
        }
        return try file.closeAfter {
            try acquire(file, path, mode, timeout: timeout)
            return try body()
        }
    }

    /// Like `hold`, for a reader: where there is no lock file, nobody can be waited for.
    static func holdIfPresent<Result>(
        _ path: FilePath,
        timeout: Duration,
        _ body: () throws -> Result
    ) throws -> Result {
        let file: FileDescriptor
        do {
            file = try Files.openRegular(path)
        } catch {
            switch error {
            // What stands there instead is for fsck to say.
            case .missing, .notRegular, .unreadable(_, .notDirectory): return try body()
            default: throw error
            }
        }
        return try file.closeAfter {
            try acquire(file, path, .shared, timeout: timeout)
            return try body()
        }
    }

    /// Asks again and again, as `flock` cannot be told how long to wait.
    private static func acquire(
        _ file: FileDescriptor,
        _ path: FilePath,
        _ mode: Mode,
        timeout: Duration
    ) throws {
        let deadline = ContinuousClock.now + timeout
        var pause: UInt32 = 1_000
        while flock(file.rawValue, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                throw StorageError.unreadable(path: path.string, Errno(rawValue: errno))
            }
            guard ContinuousClock.now < deadline else {
                throw RegistryError.lockHeld(
                    path: path.string,
                    seconds: Int(timeout.components.seconds)
                )
            }
            try Task.checkCancellation()
            usleep(pause)
            pause = min(pause * 2, 4_000)
        }
    }
}
