package import Crypto
import RunDocument
package import SystemPackage

/// SHA-256 digests as this project writes them: `sha256:` and 64 hexadecimal digits.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let hex: String

    package var description: String { "sha256:\(hex)" }

    package init(_ digest: SHA256.Digest) {
        let digits = Array("0123456789abcdef".utf8)
        let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        hex = String(decoding: text, as: UTF8.self)
    }

    /// Reads `sha256:<64 hex>`; nil for anything else, upper case included.
    package init?(_ text: String) {
        guard text.hasPrefix("sha256:"), text.utf8.count == 71 else { return nil }
        let hex = text.dropFirst(7)
        guard hex.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.hex = String(hex)
    }

    package init(of bytes: some Collection<UInt8>) {
        self.init(SHA256.hash(data: Array(bytes)))
    }

    /// The digest and size of a file, read in one pass.
    package static func ofFile(_ path: FilePath) throws(StorageError) -> (Digest, size: Int) {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter { try of(file) }
        } catch {
            throw .reading(path, error)
        }
    }

    /// The digest of what is left to read of a file, and its size.
    static func of(_ file: FileDescriptor) throws -> (Digest, size: Int) {
        var hash = SHA256()
        var size = 0
        try Files.forEachChunk(of: file) { chunk in
            hash.update(bufferPointer: chunk)
            size += chunk.count
        }
        return (Digest(hash.finalize()), size)
    }
}

/// The identity of a directory of files.
///
/// It is what `find . -type f -printf '%P\n' | LC_ALL=C sort | xargs sha256sum | sha256sum` prints
/// inside the directory, so anyone can check it.
package enum TreeDigest {
    /// One regular file below a directory.
    package struct File: Hashable, Sendable {
        /// Relative to the directory, with `/` between components.
        package let path: String
        package let digest: Digest
        /// Bytes.
        package let size: Int

        package init(path: String, digest: Digest, size: Int) {
            self.path = path
            self.digest = digest
            self.size = size
        }
    }

    /// Digests all files below `directory`, sorted by the UTF-8 bytes of their paths.
    ///
    /// - Throws: `StorageError.notRegular` for a link, a device or a FIFO.
    package static func files(in directory: FilePath) throws(StorageError) -> [File] {
        var files: [File] = []
        for path in try paths(in: directory, below: "") {
            let (digest, size) = try Digest.ofFile(directory.appending(path))
            files.append(File(path: path, digest: digest, size: size))
        }
        return files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    package static func of(_ files: [File]) -> Digest {
        let listing = files.map { "\($0.digest.hex)  \($0.path)\n" }.joined()
        return Digest(of: listing.utf8)
    }

    package static func of(directory: FilePath) throws(StorageError) -> Digest {
        of(try files(in: directory))
    }

    private static func paths(in directory: FilePath, below prefix: String)
        throws(StorageError) -> [String]
    {
        var paths: [String] = []
        for name in try Files.names(in: directory) {
            let path = directory.appending(name)
            switch Files.kind(of: path, followLinks: false) {
            case .regular: paths.append(prefix + name)
            case .directory: paths += try self.paths(in: path, below: "\(prefix)\(name)/")
            case .other, nil: throw .notRegular(path: path.string)
            }
        }
        return paths
    }
}
