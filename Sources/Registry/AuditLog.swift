import FileStorage
import RunDocument
import SystemPackage

/// `.mlx/audit.jsonl`: each line names the SHA-256 of the one before it.
struct AuditLog: Sendable {
    let path: FilePath

    static let maximumLength = 1 << 30

    /// Longer than any record, so that the last line is always found in the tail.
    private static let tailLength = 1 << 20

    /// All records, and the one in the index if a crash kept it from being appended.
    func records(endingWith embedded: AuditRecord?) throws(StorageError) -> [AuditRecord] {
        var records: [AuditRecord] = []
        if Files.exists(path) {
            let bytes = try Files.readRegular(path, limit: Self.maximumLength)
            let complete = bytes[..<(bytes.lastIndex(of: 0x0A) ?? bytes.startIndex)]
            records = complete.split(separator: 0x0A).compactMap(AuditRecord.init(line:))
        }
        if let embedded, records.last != embedded { records.append(embedded) }
        return records
    }

    /// Appends what a crash cut off: the index holds the whole record of its own commit.
    ///
    /// - Returns: the digest of the last line.
    /// - Throws: `RegistryError.brokenAudit` when the log ends with anything else.
    func mend(with embedded: AuditRecord?) throws -> Digest? {
        let tail = try tail()
        let end = tail.lastIndex(of: 0x0A).map { $0 + 1 } ?? tail.startIndex
        let begun = tail[end...]
        let last = tail[..<end].split(separator: 0x0A).last.map { Digest(of: $0 + [0x0A]) }
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

    func append(_ bytes: some Sequence<UInt8>) throws(StorageError) {
        let isNew = !Files.exists(path)
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

    private func tail() throws(StorageError) -> [UInt8] {
        guard Files.exists(path) else { return [] }
        do {
            let file = try Files.openRegular(path)
            return try file.closeAfter {
                let size = try file.seek(offset: 0, from: .end)
                try file.seek(offset: max(0, size - Int64(Self.tailLength)), from: .start)
                return try Files.readAll(file, path: path, limit: Self.tailLength)
            }
        } catch let error as StorageError {
            throw error
        } catch {
            throw .unreadable(path: path.string, error as? Errno ?? .ioError)
        }
    }
}
