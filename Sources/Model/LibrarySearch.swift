import FileStorage
import Glibc
import SystemPackage

/// Where a library that is loaded at run time may be.
enum LibrarySearch {
    /// The file that a variable names, or else files in the wheels of a virtual environment.
    ///
    /// - Parameters:
    ///   - variable: the only place that is looked at if it is set; it may name a directory.
    ///   - folder: below `site-packages`.
    ///   - prefix: the beginning of the file's name.
    ///   - system: names that the loader may know.
    static func candidates(
        variable: String, folder: String, prefix: String, system: [String]
    ) -> [String] {
        if let value = getenv(variable) {
            let path = FilePath(platformString: value)
            let inside = files(in: path, prefix)
            return inside.isEmpty ? [path.string] : inside
        }
        var environments: [FilePath] = []
        if let path = getenv("VIRTUAL_ENV") { environments.append(FilePath(platformString: path)) }
        environments.append(".venv")
        let wheels = environments.flatMap { environment in
            let libraries = environment.appending("lib")
            let versions = (try? Files.names(in: libraries)) ?? []
            return versions.filter { $0.hasPrefix("python3") }.flatMap { version in
                files(in: libraries.appending("\(version)/site-packages/\(folder)"), prefix)
            }
        }
        return wheels + system
    }

    private static func files(in directory: FilePath, _ prefix: String) -> [String] {
        guard Files.isDirectory(directory) else { return [] }
        return ((try? Files.names(in: directory)) ?? []).filter { $0.hasPrefix(prefix) }
            .map { directory.appending($0).string }
    }
}
