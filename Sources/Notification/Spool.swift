package import FileStorage
import Glibc
package import RunDocument
package import SystemPackage

/// Where messages are kept until somebody has taken them, and where is known which were taken.
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
        let lock = try await SpoolLock(root.appending("lock").appending(key), timeout: timeout)
        defer { lock.release() }
        return try await body()
    }

    package func wasSent(_ key: String) -> Bool { Files.exists(record(key, in: "sent")) }

    /// The record of what was sent; nil if nothing was.
    func sent(_ key: String) -> JSONObject? {
        guard wasSent(key) else { return nil }
        // One that cannot be read tells all the same that it was sent.
        let bytes = try? Files.read(record(key, in: "sent"), limit: 1 << 20)
        return bytes.flatMap { try? JSONValue(parsing: $0) }?.objectValue ?? [:]
    }

    /// The keys of what waits to be sent.
    package func waiting() throws(StorageError) -> [String] {
        try Files.names(in: root.appending("new"))
            .compactMap { $0.hasSuffix(".json") ? String($0.dropLast(5)) : nil }
    }

    /// What waits under a key; nil if it waits no more.
    func kept(_ key: String) throws -> (message: [UInt8], record: JSONObject)? {
        guard Files.exists(record(key, in: "new")) else { return nil }
        let members = try JSONValue(parsing: Files.read(record(key, in: "new"), limit: 1 << 20))
        return (try Files.read(message(key, in: "new")), members.objectValue ?? [:])
    }

    /// Keeps a message: first its bytes, then the record that says it is there.
    ///
    /// It outlasts this process at once, and the machine once it is deferred: what is sent in the
    /// next moment need not wait for the disk.
    package func keep(_ key: String, message bytes: [UInt8], record members: JSONObject)
        throws(StorageError)
    {
        try place(bytes, at: message(key, in: "new"))
        try place(members, at: record(key, in: "new"))
    }

    /// Notes that the message waits for a later time.
    package func deferred(_ key: String, record members: JSONObject) throws(StorageError) {
        try place(members, at: record(key, in: "new"))
        for path in [message(key, in: "new"), record(key, in: "new")] {
            try Files.synchronize(file: path)
        }
        try Files.synchronize(directory: root.appending("new"))
    }

    /// Notes that a server took the message, and lets go of it.
    package func markSent(_ key: String, record members: JSONObject) throws(StorageError) {
        try place(members, at: record(key, in: "sent"))
        Files.removeIfPossible(record(key, in: "new"))
        Files.removeIfPossible(message(key, in: "new"))
    }

    /// Puts aside a message that will never be taken.
    package func markFailed(_ key: String, record members: JSONObject) throws(StorageError) {
        try place(members, at: record(key, in: "failed"))
        try Files.rename(message(key, in: "new"), to: message(key, in: "failed"))
        Files.removeIfPossible(record(key, in: "new"))
    }

    private func record(_ key: String, in folder: String) -> FilePath {
        root.appending(folder).appending("\(key).json")
    }

    private func message(_ key: String, in folder: String) -> FilePath {
        root.appending(folder).appending("\(key).eml")
    }

    private func place(_ members: JSONObject, at path: FilePath) throws(StorageError) {
        try place(JSONValue.object(members).canonicalBytes() + [0x0A], at: path)
    }

    /// Whole or not at all, as long as the machine runs.
    private func place(_ bytes: [UInt8], at path: FilePath) throws(StorageError) {
        let name =
            "\(path.lastComponent?.string ?? "").\(getpid()).\(UInt32.random(in: 0 ... .max))"
        let temporary = root.appending("tmp").appending(name)
        try Files.write(temporary, bytes, permissions: .ownerReadWrite, isFlushed: false)
        do {
            try Files.rename(temporary, to: path)
        } catch {
            Files.removeIfPossible(temporary)
            throw error
        }
    }
}
