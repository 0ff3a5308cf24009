package import FileStorage
import Glibc
package import RunDocument
package import SystemPackage

/// Where mail is kept until a server has taken it, and where is known which mail was taken.
///
/// One file name in each of `new`, `sent` and `failed`: the message's key. Whoever holds
/// `lock/KEY` is the only one who sends that message.
package struct Spool: Sendable {
    private let root: FilePath

    package init(root: FilePath) throws(StorageError) {
        self.root = root
        for folder in ["tmp", "new", "sent", "failed", "lock"] {
            try Files.makeDirectory(root.appending(folder))
        }
    }

    /// `$XDG_STATE_HOME/mlx/spool`, else `~/.local/state/mlx/spool`.
    package static func root(environment: [String: String]) throws(NotificationError) -> FilePath {
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return FilePath(state).appending("mlx/spool")
        }
        if let home = environment["HOME"], home.hasPrefix("/") {
            return FilePath(home).appending(".local/state/mlx/spool")
        }
        throw .missingSpool
    }

    /// Runs `body` as the only process that works on this key.
    package func withLock<Result>(
        _ key: String,
        timeout: Duration = .seconds(330),
        _ body: () async throws -> Result
    ) async throws -> Result {
        let path = root.appending("lock").appending(key)
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite
            )
        } catch {
            throw StorageError.uncreatable(path: path.string, error as? Errno ?? .ioError)
        }
        defer { try? file.close() }
        let deadline = ContinuousClock.now + timeout
        while flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
                throw NotificationError.lockHeld(path: path.string)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        return try await body()
    }

    package func wasSent(_ key: String) -> Bool { Files.exists(record(key, in: "sent")) }

    /// Keeps a message: first its bytes, then the record that says it is there.
    package func keep(_ key: String, message: [UInt8], record members: JSONObject)
        throws(StorageError)
    {
        try place(message, at: root.appending("new/\(key).eml"))
        try place(members, at: record(key, in: "new"))
    }

    func update(_ key: String, record members: JSONObject) throws(StorageError) {
        try place(members, at: record(key, in: "new"))
    }

    /// Notes that a server took the message, and lets go of it.
    func markSent(_ key: String, record members: JSONObject) throws(StorageError) {
        try place(members, at: record(key, in: "sent"))
        Files.removeIfPossible(record(key, in: "new"))
        Files.removeIfPossible(root.appending("new/\(key).eml"))
    }

    /// Puts aside a message that will never be taken.
    func markFailed(_ key: String, record members: JSONObject) throws(StorageError) {
        try place(members, at: record(key, in: "failed"))
        try Files.rename(
            root.appending("new/\(key).eml"),
            to: root.appending("failed/\(key).eml")
        )
        Files.removeIfPossible(record(key, in: "new"))
    }

    private func record(_ key: String, in folder: String) -> FilePath {
        root.appending(folder).appending("\(key).json")
    }

    private func place(_ members: JSONObject, at path: FilePath) throws(StorageError) {
        try place(JSONValue.object(members).canonicalBytes() + [0x0A], at: path)
    }

    private func place(_ bytes: [UInt8], at path: FilePath) throws(StorageError) {
        let name =
            "\(path.lastComponent?.string ?? "").\(getpid()).\(UInt32.random(in: 0 ... .max))"
        let temporary = root.appending("tmp").appending(name)
        try Files.write(temporary, bytes, permissions: .ownerReadWrite)
        do {
            try Files.rename(temporary, to: path)
        } catch {
            Files.removeIfPossible(temporary)
            throw error
        }
        try Files.synchronize(directory: path.removingLastComponent())
    }
}
