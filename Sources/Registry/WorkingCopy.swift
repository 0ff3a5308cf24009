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
        parent = try Files.createTemporaryDirectory(prefix: "mlx-model")
        path = parent.appending("\(store.model)-v\(version.number)")
        do {
            try store.materialize(version, at: path)
        } catch {
            Files.removeTreeIfPossible(parent)
            throw error
        }
    }

    deinit { Files.removeTreeIfPossible(parent) }
}
