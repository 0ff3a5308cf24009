import RunDocument
package import SystemPackage

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
        for path in try paths(in: directory) {
            let (digest, size) = try Digest.ofFile(directory.appending(path))
            files.append(File(path: path, digest: digest, size: size))
        }
        return files
    }

    /// The paths of all files below `directory`, sorted by their UTF-8 bytes.
    ///
    /// - Throws: `StorageError.notRegular` for a link, a device or a FIFO.
    package static func paths(in directory: FilePath) throws(StorageError) -> [String] {
        try paths(in: directory, below: "")
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
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
