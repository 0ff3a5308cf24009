import FileStorage
import Glibc
package import SystemPackage

/// The files that arguments name.
package enum DataFiles {
    /// Expands globs (`*`, `?`, `[…]`) and keeps plain paths, each file once.
    ///
    /// The matches of one glob are sorted by their bytes. A file that is really called so is
    /// taken before a glob is tried.
    ///
    /// - Throws: `DatasetError.missing` or `.noMatch`.
    package static func expand(_ patterns: [String]) throws(DatasetError) -> [FilePath] {
        var paths: [FilePath] = []
        for pattern in patterns {
            for path in try expand(pattern) where !paths.contains(path) { paths.append(path) }
        }
        return paths
    }

    private static func expand(_ pattern: String) throws(DatasetError) -> [FilePath] {
        let path = FilePath(pattern)
        if Files.exists(path) { return [path] }
        guard pattern.contains(where: { "*?[".contains($0) }) else {
            throw .missing(path: pattern)
        }
        let matches = matches(of: pattern)
        guard !matches.isEmpty else { throw .noMatch(pattern: pattern) }
        return matches
    }

    private static func matches(of pattern: String) -> [FilePath] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, GLOB_NOSORT, nil, &result) == 0 else { return [] }
        let names = (0..<Int(result.gl_pathc)).compactMap { index in
            result.gl_pathv[index].map { String(cString: $0) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { FilePath($0) }
    }
}
