package import SystemPackage

/// Where a table's bytes come from.
package enum DataSource: Sendable {
    case file(FilePath)
    /// An open descriptor, which its owner closes; `name` stands for it in messages.
    case descriptor(FileDescriptor, name: String)
    case bytes([UInt8], name: String)
    /// What a program, with its arguments, writes of a file to its standard output.
    case command([String], FilePath)

    /// A file, or standard input for `-`.
    package init(argument: String) {
        self =
            argument == "-"
            ? .descriptor(.standardInput, name: "-") : .file(FilePath(argument))
    }

    /// How messages call it.
    package var name: String {
        switch self {
        case .file(let path), .command(_, let path): path.string
        case .descriptor(_, let name), .bytes(_, let name): name
        }
    }
}
