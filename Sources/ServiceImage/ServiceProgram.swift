import FileStorage
import Glibc
package import SystemPackage

/// The program that an image runs.
package enum ServiceProgram {
    private static let name = "mlx-serve"

    /// Finds it beside this one, then in `PATH`.
    ///
    /// - Throws: `ImageError.noProgram`.
    package static func find(_ environment: [String: String]) throws(ImageError) -> FilePath {
        let directories = (environment["PATH"] ?? "").split(separator: ":")
            .map { FilePath(String($0)) }
        let places = [ownDirectory].compactMap(\.self) + directories
        let found = places.map { $0.appending(name) }.first { path in
            Files.kind(of: path) == .regular && path.withPlatformString { access($0, X_OK) } == 0
        }
        guard let found else { throw .noProgram(tried: places.map(\.string)) }
        return found
    }

    private static var ownDirectory: FilePath? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let path = buffer.prefix(count).map(UInt8.init(bitPattern:))
        return FilePath(String(decoding: path, as: UTF8.self)).removingLastComponent()
    }
}
