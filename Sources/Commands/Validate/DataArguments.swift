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
        return try DataFiles.sources(arguments, readers)
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
