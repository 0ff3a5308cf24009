import FileStorage
import RunDocument
import SystemPackage

/// `.mlx/audit.jsonl`: each line names the SHA-256 of the one before it.
struct AuditLog: Sendable {
    let path: FilePath

    static let maximumLength = 1 << 30

    /// Where most last lines are whole.
    private static let usualTail = 1 << 16

    /// The records, and the one in the index if a crash kept it from being appended.
    ///
    /// - Parameter version: only those that speak of it; lines without its number are not parsed.
    func records(of version: Int? = nil, endingWith embedded: AuditRecord?)
        throws(StorageError) -> [AuditRecord]
    {
        var lines: [ArraySlice<UInt8>] = []
        if try Files.isPresent(path) {
            let bytes = try Files.readRegular(path, limit: Self.maximumLength)
            lines = bytes[..<(bytes.lastIndex(of: 0x0A) ?? bytes.startIndex)].split(separator: 0x0A)
        }
        if let embedded, lines.last.map({ $0.elementsEqual(embedded.line.dropLast()) }) != true {
            lines.append(embedded.line.dropLast())
        }
        guard let version else { return lines.compactMap { AuditRecord(line: $0) } }
        let mark = Array("\"version\":\(version)".utf8)
        return lines.filter { $0.contains(mark) }.compactMap { AuditRecord(line: $0) }
            .filter { $0.version == version }
    }

    /// Appends what a crash cut off: the index holds the whole record of its own commit.
    ///
    /// - Returns: the digest of the last line.
    /// - Throws: `RegistryError.brokenAudit` when the log ends with anything else.
    func mend(with embedded: AuditRecord?) throws -> Digest? {
        let tail = try tail()
        let end = tail.lastIndex(of: 0x0A).map { $0 + 1 } ?? tail.startIndex
        let begun = tail[end...]
        let lines = tail[..<end].dropLast()
        let start = lines.lastIndex(of: 0x0A).map { $0 + 1 } ?? lines.startIndex
        let last = lines.isEmpty ? nil : Digest(of: tail[start..<end])
        guard let embedded else {
            guard begun.isEmpty else { throw RegistryError.brokenAudit(path: path.string) }
            return last
        }
        if begun.isEmpty, last == embedded.digest { return last }
        guard embedded.line.starts(with: begun), last == nil || last == embedded.previous else {
            throw RegistryError.brokenAudit(path: path.string)
        }
        try append(embedded.line.dropFirst(begun.count))
        return embedded.digest
    }

    /// Whether a line stands anywhere in it.
    func holds(_ line: [UInt8]) throws(StorageError) -> Bool {
        guard Files.exists(path) else { return false }
        let bytes = try Files.readRegular(path, limit: Self.maximumLength)
        return bytes.split(separator: 0x0A).contains { $0.elementsEqual(line.dropLast()) }
    }

    func append(_ bytes: some Sequence<UInt8>) throws(StorageError) {
        let isNew = try !Files.isPresent(path)
        do {
            let file = try FileDescriptor.open(
                path,
                .writeOnly,
                options: [.append, .create, .noFollow, .nonBlocking, .closeOnExec],
                permissions: .file
            )
            try file.closeAfter {
                try file.writeAll(Array(bytes))
                try Files.synchronize(file)
            }
        } catch {
            throw .unwritable(path: path.string, error as? Errno ?? .ioError)
        }
        if isNew { try Files.synchronize(directory: path.removingLastComponent()) }
    }

    /// The end of the log, with at least the whole of its last line.
    private func tail() throws(StorageError) -> [UInt8] {
        guard try Files.isPresent(path) else { return [] }
        do {
            let file = try Files.openRegular(path)
            return try file.closeAfter {
                let size = Int(try file.seek(offset: 0, from: .end))
                var length = Self.usualTail
                while true {
                    try file.seek(offset: Int64(max(0, size - length)), from: .start)
                    let tail = try Files.readAll(file, path: path, limit: Self.maximumLength)
                    // What follows the newline before it is the line.
                    let ends = tail.count { $0 == 0x0A }
                    if length >= size || ends > 1 { return tail }
                    length *= 2
                }
            }
        } catch let error as StorageError {
            throw error
        } catch {
            throw .unreadable(path: path.string, error as? Errno ?? .ioError)
        }
    }
}
