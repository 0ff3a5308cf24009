import FileStorage
import Glibc
package import SystemPackage

/// A mailbox on disk, one file for each mail, as every mail reader knows it.
package struct Maildir: Sendable {
    private let path: FilePath

    package init(_ path: FilePath) { self.path = path }

    /// Delivers a message, once: the file is named after the Message-ID, and a reader keeps that
    /// name when it moves a mail it has shown from `new` to `cur`.
    ///
    /// - Returns: whether the mail was new.
    package func deliver(_ message: MailMessage) throws -> Bool {
        for folder in ["tmp", "new", "cur"] { try Files.makeDirectory(path.appending(folder)) }
        let name = "\(message.key).mlx"
        guard try !holds(name) else { return false }
        let temporary = path.appending("tmp/\(name).\(getpid()).\(UInt32.random(in: 0 ... .max))")
        try Files.write(temporary, message.bytes)
        defer { Files.removeIfPossible(temporary) }
        guard try link(temporary, to: path.appending("new").appending(name)) else { return false }
        try Files.synchronize(directory: path.appending("new"))
        return true
    }

    private func holds(_ name: String) throws(StorageError) -> Bool {
        if Files.exists(path.appending("new").appending(name)) { return true }
        return try Files.names(in: path.appending("cur")).contains {
            $0 == name || $0.hasPrefix("\(name):")
        }
    }

    /// A link, not a rename: of two deliveries at once one finds the name taken.
    private func link(_ source: FilePath, to target: FilePath) throws(StorageError) -> Bool {
        let result = source.withPlatformString { old in
            target.withPlatformString { new in Glibc.link(old, new) }
        }
        if result == 0 { return true }
        guard errno == EEXIST else {
            throw .uncreatable(path: target.string, Errno(rawValue: errno))
        }
        return false
    }
}
