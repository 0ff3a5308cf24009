import FileStorage
import Glibc
package import SystemPackage

/// Runs `body` with a fresh directory, which is removed afterwards.
package func withScratchDirectory<Result>(
    _ body: (FilePath) async throws -> Result
) async throws -> Result {
    let name = strdup("/tmp/mlx-test.XXXXXX")
    defer { free(name) }
    guard let name, mkdtemp(name) != nil else { throw Errno(rawValue: errno) }
    let path = FilePath(platformString: name)
    defer { Files.removeTreeIfPossible(path) }
    return try await body(path)
}
