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

    /// Files and globs, each to be read by the program for its name, if there is one.
    package static func sources(_ patterns: [String], _ readers: ReaderCommands)
        throws(DatasetError) -> [DataSource]
    {
        var sources: [DataSource] = []
        for path in try expand(patterns) {
            do { sources.append(try readers.source(path)) } catch { throw .reader(error) }
        }
        return sources
    }

    /// The stored bytes of files; 0 if they are not all known, or not what is read.
    package static func size(of sources: [DataSource]) -> Int {
        var total = 0
        for source in sources {
            guard case .file(let path) = source, let size = Files.size(of: path) else { return 0 }
            total += size
        }
        return total
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
