package import FileStorage
package import SystemPackage

/// The identity of a dataset: which bytes, and how many rows.
package struct DataDigest: Hashable, Sendable {
    /// `sha256:…`; of one file it is the file's own.
    package let digest: Digest
    /// Records without headers and empty lines.
    package let rows: Int

    /// One file that was read to its end.
    package struct Part: Hashable, Sendable {
        package let path: FilePath
        package let digest: Digest
        package let rows: Int

        package init(path: FilePath, digest: Digest, rows: Int) {
            self.path = path
            self.digest = digest
            self.rows = rows
        }
    }

    /// Puts together what the passes over the files found.
    ///
    /// For several files it is what `sha256sum FILE… | sha256sum` prints inside the directory
    /// that they have in common, with the files sorted by the bytes of their paths. So the same
    /// files have the same digest wherever they lie, and in whatever order they were named.
    package init(_ parts: [Part]) {
        rows = parts.reduce(0) { $0 + $1.rows }
        if parts.count == 1 {
            digest = parts[0].digest
        } else {
            let shared = Self.sharedComponents(parts.map(\.path))
            let lines = parts.map { part in
                let own = part.path.components.dropFirst(shared).map(\.string)
                return (path: own.joined(separator: "/"), hex: part.digest.hex)
            }
            let sorted = lines.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
            digest = Digest(of: sorted.map { "\($0.hex)  \($0.path)\n" }.joined().utf8)
        }
    }

    /// Reads each file once, for its bytes and its rows.
    ///
    /// - Parameter dialect: how delimited files are written, by which their rows are counted.
    /// - Throws: `DatasetError`.
    package static func of(_ paths: [FilePath], dialect: DialectDescription? = nil)
        throws(DatasetError) -> DataDigest
    {
        var parts: [Part] = []
        for path in paths {
            var options = ReadingOptions()
            options.isDigesting = true
            options.dialect = dialect
            let reader = try RowReader(.file(path), options)
            var rows = 0
            while try reader.advance() { rows += 1 }
            guard let digest = reader.digest else { continue }
            parts.append(Part(path: path, digest: digest, rows: rows))
        }
        return DataDigest(parts)
    }

    /// Of sources that were read as data.
    ///
    /// - Precondition: the scan made digests.
    package init(_ sources: [DataSource], _ summary: TableScan.Summary) {
        self.init(
            zip(sources, zip(summary.digests, summary.rows)).map { source, read in
                Part(path: FilePath(source.name), digest: read.0, rows: read.1)
            })
    }

    /// The digest that `of` finds, of files that need not be read as data.
    package static func digest(of paths: [FilePath]) throws(StorageError) -> Digest {
        var parts: [Part] = []
        for path in paths {
            parts.append(Part(path: path, digest: try Digest.ofFile(path).0, rows: 0))
        }
        return DataDigest(parts).digest
    }

    /// How many leading components all paths have in common; their last ones are never counted.
    private static func sharedComponents(_ paths: [FilePath]) -> Int {
        guard let first = paths.first else { return 0 }
        var shared = first.components.count - 1
        for path in paths.dropFirst() {
            let equal = zip(first.components, path.components).prefix { $0 == $1 }.count
            shared = min(shared, equal, path.components.count - 1)
        }
        return max(0, shared)
    }
}
