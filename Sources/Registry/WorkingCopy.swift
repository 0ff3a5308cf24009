import FileStorage
import Glibc
import RunDocument
package import SystemPackage

/// The files of a version as a plain directory, which is removed with the value.
package final class WorkingCopy: Sendable {
    package let path: FilePath
    private let parent: FilePath

    /// Writes the files below `$TMPDIR`, or `/tmp`; each is checked against its digest.
    package init(of version: RegisteredVersion, from store: ModelStore) throws {
        let root = getenv("TMPDIR").map { FilePath(platformString: $0) } ?? "/tmp"
        let template = strdup(root.appending("mlx-model.XXXXXX").string)
        defer { free(template) }
        guard let template, mkdtemp(template) != nil else {
            throw StorageError.uncreatable(path: root.string, Errno(rawValue: errno))
        }
        parent = FilePath(platformString: template)
        path = parent.appending("\(store.model)-v\(version.number)")
        do {
            try store.materialize(version, at: path)
        } catch {
            Files.removeTree(parent)
            throw error
        }
    }

    deinit { Files.removeTree(parent) }
}
