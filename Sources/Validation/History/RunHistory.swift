import FileStorage
import RunDocument
package import SystemPackage

/// What earlier runs' data was like, the oldest first.
package struct RunHistory: Sendable {
    /// Older entries are dropped from the file.
    package static let kept = 1000

    package private(set) var entries: [HistoryEntry]

    package init(_ entries: [HistoryEntry] = []) { self.entries = entries }

    /// Reads a file of one JSON object a line, or a directory of Run documents.
    ///
    /// A file that does not exist is an empty history: the first run has none.
    ///
    /// - Throws: `StorageError`, `HistoryError`.
    package init(reading path: FilePath) throws {
        guard Files.exists(path) else {
            self.init()
            return
        }
        guard Files.isDirectory(path) else {
            self.init(try Self.entries(in: path))
            return
        }
        var entries: [HistoryEntry] = []
        for name in try Files.names(in: path) where name.hasSuffix(".json") {
            let file = path.appending(name)
            let entry = try Self.entry(try Files.read(file), file.string, line: 1)
            if let entry { entries.append(entry) }
        }
        // Names need not be in the order of time.
        self.init(entries.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) })
    }

    private static func entries(in path: FilePath) throws -> [HistoryEntry] {
        let lines = try Files.read(path).split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        )
        var entries: [HistoryEntry] = []
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 <= 0x20 }) {
            let entry = try entry(line, path.string, line: index + 1)
            if let entry { entries.append(entry) }
        }
        return entries
    }

    private static func entry(_ bytes: some Collection<UInt8>, _ file: String, line: Int)
        throws(HistoryError) -> HistoryEntry?
    {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            // A line is numbered by the file, a document by itself.
            throw .syntax(file: file, line: line + error.line - 1, reason: error.reason)
        }
        do {
            return try HistoryEntry(value)
        } catch {
            throw .document(file: file, line: line, error)
        }
    }

    /// Adds a run to a history file and drops the oldest ones past `kept`.
    ///
    /// After a crash the file is what it was, or has the whole entry. A run that is there already
    /// is replaced: a stage that is tried again counts once.
    ///
    /// - Throws: `StorageError`, `HistoryError`.
    package static func append(_ entry: HistoryEntry, to path: FilePath) throws {
        var entries = try RunHistory(reading: path).entries.filter { $0.id != entry.id }
        entries.append(entry)
        let lines = entries.suffix(kept).map { $0.json.canonicalText() + "\n" }
        try Files.replace(path, with: lines.joined().utf8)
    }
}
