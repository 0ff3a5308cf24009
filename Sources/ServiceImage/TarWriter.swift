import FileStorage
import RunDocument
import SystemPackage

import struct Crypto.SHA256

/// One file or directory of a layer.
struct TarEntry {
    /// Where its bytes are; nil for a directory.
    let source: FilePath?
    /// In the archive, without a `/` at its beginning.
    let path: String
    var mode = 0o644
    /// What its bytes must be, if that is known.
    var digest: Digest?
}

/// Writes a tar archive (POSIX.1-2001, pax) that depends on nothing but names and contents:
/// sorted, owned by root, last changed at the beginning of 1970.
struct TarWriter: ~Copyable {
    private static let block = 512
    private let output: FileDescriptor
    private var hash = SHA256()
    private var size = 0

    init(_ output: FileDescriptor) { self.output = output }

    /// Writes the entries and the directories above them.
    ///
    /// - Returns: the digest and the size of the archive.
    mutating func write(_ entries: [TarEntry]) throws -> (Digest, size: Int) {
        for entry in Self.withDirectories(entries) { try write(entry) }
        try put([UInt8](repeating: 0, count: 2 * Self.block))
        return (Digest(hash.finalize()), size)
    }

    private static func withDirectories(_ entries: [TarEntry]) -> [TarEntry] {
        // By their bytes: to Swift, two spellings of a letter are one.
        var known = Set(entries.map { Array($0.path.utf8) })
        var all = entries
        for entry in entries {
            var path = entry.path[...]
            while let slash = path.lastIndex(of: "/") {
                path = path[..<slash]
                guard known.insert(Array(path.utf8)).inserted else { continue }
                all.append(TarEntry(source: nil, path: String(path), mode: 0o755))
            }
        }
        return all.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private mutating func write(_ entry: TarEntry) throws {
        try Task.checkCancellation()
        guard let source = entry.source else { return try put(header(entry, size: 0)) }
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(source, .readOnly, options: .closeOnExec)
        } catch {
            throw StorageError.unreadable(path: source.string, error as? Errno ?? .ioError)
        }
        defer { try? file.close() }
        let expected = Int(try file.seek(offset: 0, from: .end))
        try file.seek(offset: 0, from: .start)
        try put(header(entry, size: expected))
        var content = SHA256()
        var count = 0
        try Files.forEachChunk(of: file) { chunk in
            content.update(bufferPointer: chunk)
            hash.update(bufferPointer: chunk)
            count += chunk.count
            try output.writeAll(chunk)
        }
        let digest = Digest(content.finalize())
        guard count == expected, entry.digest == nil || entry.digest == digest else {
            throw ImageError.changed(path: source.string)
        }
        size += count
        try put([UInt8](repeating: 0, count: (Self.block - count % Self.block) % Self.block))
    }

    private mutating func put(_ bytes: [UInt8]) throws {
        hash.update(data: bytes)
        size += bytes.count
        try output.writeAll(bytes)
    }

    /// A ustar header, and before it a pax header for what does not fit in.
    private func header(_ entry: TarEntry, size: Int) -> [UInt8] {
        let name = Array((entry.source == nil ? "\(entry.path)/" : entry.path).utf8)
        let type = UInt8(ascii: entry.source == nil ? "5" : "0")
        var records: [UInt8] = []
        if name.count > 100 || name.contains(where: { $0 >= 0x80 }) {
            records += Self.record("path", name)
        }
        if size > 0o77777777777 { records += Self.record("size", Array(String(size).utf8)) }
        var bytes: [UInt8] = []
        if !records.isEmpty {
            let label = Array("PaxHeaders/\(entry.path.utf8.count)".utf8)
            bytes += Self.ustar(label, UInt8(ascii: "x"), mode: 0o644, size: records.count)
            bytes += records
            bytes += [UInt8](
                repeating: 0, count: (Self.block - records.count % Self.block) % Self.block)
        }
        let fits = size <= 0o77777777777 ? size : 0
        return bytes + Self.ustar(Array(name.prefix(100)), type, mode: entry.mode, size: fits)
    }

    /// `<length> <key>=<value>\n`, where the length counts itself.
    private static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = Array(" \(key)=".utf8) + value + [0x0A]
        var length = rest.count
        while String(length).utf8.count + rest.count != length {
            length = String(length).utf8.count + rest.count
        }
        return Array(String(length).utf8) + rest
    }

    private static func ustar(_ name: [UInt8], _ type: UInt8, mode: Int, size: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func set(_ offset: Int, _ bytes: some Collection<UInt8>) {
            header.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        }
        func octal(_ value: Int, _ width: Int) -> [UInt8] {
            let digits = Array(String(value, radix: 8).utf8)
            return [UInt8](repeating: 0x30, count: width - digits.count) + digits + [0]
        }
        set(0, name)
        set(100, octal(mode, 7))
        set(108, octal(0, 7))
        set(116, octal(0, 7))
        set(124, octal(size, 11))
        set(136, octal(0, 11))
        set(148, [UInt8](repeating: 0x20, count: 8))
        header[156] = type
        set(257, Array("ustar".utf8) + [0] + Array("00".utf8))
        let sum = header.reduce(0) { $0 + Int($1) }
        set(148, octal(sum, 6))
        return header
    }
}
