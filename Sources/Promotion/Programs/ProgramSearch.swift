import FileStorage
import Glibc
import SystemPackage

/// Where programs are.
enum ProgramSearch {
    /// - Throws: `PromotionError.programMissing`.
    static func find(_ name: String, _ environment: [String: String]) throws(PromotionError)
        -> FilePath
    {
        if name.contains("/") {
            guard isExecutable(FilePath(name)) else { throw .programMissing(name) }
            return FilePath(name)
        }
        let places = directories(environment).map { $0.appending(name) }
        guard !name.isEmpty, let found = places.first(where: isExecutable) else {
            throw .programMissing(name)
        }
        return found
    }

    static func directories(_ environment: [String: String]) -> [FilePath] {
        (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map { FilePath(String($0)) }
    }

    static func isExecutable(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, X_OK) } == 0 && !Files.isDirectory(path)
    }
}
