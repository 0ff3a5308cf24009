import FileStorage
import SystemPackage

/// The libraries that a program needs, found where the loader would find them.
struct SharedLibraries {
    /// By name, in the order in which they were found.
    private(set) var files: [(name: String, path: FilePath)] = []
    private let systemPaths: [FilePath]
    /// The loader itself is among what libraries ask for, and has a place of its own.
    private let interpreter: String?

    init(of program: ELFFile) throws {
        let triplet = program.architecture == "arm64" ? "aarch64" : "x86_64"
        systemPaths = [
            "/usr/local/lib", "/lib/\(triplet)-linux-gnu", "/usr/lib/\(triplet)-linux-gnu",
            "/lib64", "/usr/lib64", "/lib", "/usr/lib",
        ].map { FilePath($0) }
        interpreter = program.interpreter?.lastComponent?.string
        try add(from: program)
    }

    /// Adds a library that is loaded at run time, and what it needs.
    ///
    /// - Parameter candidates: paths, or names that the loader may know.
    /// - Returns: its name; nil if there is none.
    mutating func add(anyOf candidates: [String]) throws -> String? {
        for candidate in candidates {
            let path =
                candidate.contains("/")
                ? existing(FilePath(candidate)) : find(candidate, [])
            guard let path, let name = FilePath(candidate).lastComponent?.string else { continue }
            files.append((name, path))
            try add(from: ELFFile(path))
            return name
        }
        return nil
    }

    private mutating func add(from file: ELFFile) throws {
        for name in file.needed
        where name != interpreter && !files.contains(where: { $0.name == name }) {
            guard let path = find(name, file.searchPaths) else {
                throw ImageError.noLibrary(name: name, neededBy: file.path.string)
            }
            files.append((name, path))
            try add(from: ELFFile(path))
        }
    }

    private func find(_ name: String, _ searchPaths: [FilePath]) -> FilePath? {
        (searchPaths + systemPaths).lazy.compactMap { existing($0.appending(name)) }.first
    }

    private func existing(_ path: FilePath) -> FilePath? {
        Files.kind(of: path) == .regular ? path : nil
    }
}
