import Glibc
package import SystemPackage

extension Files {
    /// Makes a directory of its own below `$TMPDIR`, or `/tmp`; whoever asked for it removes it.
    package static func createTemporaryDirectory(prefix: String) throws(StorageError) -> FilePath {
        let root = getenv("TMPDIR").map { FilePath(platformString: $0) } ?? "/tmp"
        let template = strdup(root.appending("\(prefix).XXXXXX").string)
        defer { free(template) }
        guard let template, mkdtemp(template) != nil else {
            throw .uncreatable(path: root.string, Errno(rawValue: errno))
        }
        return FilePath(platformString: template)
    }

    /// The path as it is from any directory.
    package static func absolute(_ path: FilePath) -> FilePath {
        guard path.isRelative, let directory = getcwd(nil, 0) else { return path }
        defer { free(directory) }
        return FilePath(platformString: directory).pushing(path)
    }
}
