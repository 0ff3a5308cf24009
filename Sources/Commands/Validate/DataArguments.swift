import ArgumentParser
import CommandLineTool
import Dataset
import FileStorage
import RunDocument
import SystemPackage
import Validation

/// Arguments that name data.
enum DataArguments {
    /// Files, globs, and `-` for standard input.
    static func sources(_ arguments: [String], _ readers: ReaderCommands) throws(DatasetError)
        -> [DataSource]
    {
        if arguments == ["-"] { return [DataSource(argument: "-")] }
        return try files(arguments, readers)
    }

    /// Files and globs.
    static func files(_ arguments: [String], _ readers: ReaderCommands) throws(DatasetError)
        -> [DataSource]
    {
        var sources: [DataSource] = []
        for path in try DataFiles.expand(arguments) {
            do { sources.append(try readers.source(path)) } catch { throw .reader(error) }
        }
        return sources
    }

    /// The stored bytes of files; 0 if they are not all known, or not what is read.
    static func size(of sources: [DataSource]) -> Int {
        var total = 0
        for source in sources {
            guard case .file(let path) = source, let size = Files.size(of: path) else { return 0 }
            total += size
        }
        return total
    }
}

extension Project {
    /// The programs that read what is no text.
    ///
    /// - Throws: `ReaderError.incomplete`.
    var readerCommands: ReaderCommands {
        get throws(ReaderError) { try ReaderCommands(readers) }
    }
}

/// Does what may need programs that read files, and ends those if the tool is to end.
func endingReaders<Result>(_ body: () throws -> Result) async throws -> Result {
    do {
        return try await withTaskCancellationHandler {
            try body()
        } onCancel: {
            RunningReaders.end()
        }
    } catch {
        // That a reader was ended is no fault of the data.
        try Task.checkCancellation()
        throw error
    }
}

/// A table that foreign keys refer to: its name in the schema, and a file or a glob.
struct ResourceArgument: ExpressibleByArgument {
    let name: String
    let pattern: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[1] != "-" else { return nil }
        (name, pattern) = (parts[0], parts[1])
    }
}
