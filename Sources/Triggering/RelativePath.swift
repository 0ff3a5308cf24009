import FileStorage
import Glibc
import SystemPackage

/// Where one directory lies, seen from another.
enum RelativePath {
    /// The path with a slash after it, as `data/` or `../data/`; empty for the directory itself.
    ///
    /// Symbolic links count as the directories that they are named like.
    static func of(_ directory: FilePath, in root: FilePath) throws(StorageError) -> String {
        let path = try absolute(directory).components.map(\.string)
        let base = try absolute(root).components.map(\.string)
        let common = zip(path, base).prefix { $0 == $1 }.count
        let up = repeatElement("..", count: base.count - common)
        return (up + path[common...]).map { "\($0)/" }.joined()
    }

    private static func absolute(_ path: FilePath) throws(StorageError) -> FilePath {
        guard path.isRelative else { return path.lexicallyNormalized() }
        guard let buffer = getcwd(nil, 0) else {
            throw .unreadable(path: ".", Errno(rawValue: errno))
        }
        defer { free(buffer) }
        return FilePath(platformString: buffer).pushing(path).lexicallyNormalized()
    }
}
