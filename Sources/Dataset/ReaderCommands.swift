package import RunDocument
package import SystemPackage

/// Programs that write files as text tables, by the ends of the files' names.
package struct ReaderCommands: Sendable {
    /// What stands for the file in an argument.
    static let placeholder = "{path}"

    /// By the end of a name, lower case, without its point; longer ends first.
    private let commands: [(suffix: String, arguments: [String])]

    /// No file needs one.
    package init() { commands = [] }

    /// - Parameter commands: a program and its arguments by the end of a name, as `parquet`.
    /// - Throws: `ReaderError.incomplete`.
    package init(_ commands: [String: [String]]) throws(ReaderError) {
        for (suffix, arguments) in commands.sorted(by: { $0.key < $1.key }) {
            guard arguments.dropFirst().contains(where: { $0.contains(Self.placeholder) }) else {
                throw .incomplete(suffix: suffix)
            }
        }
        self.commands = commands.map { (suffix: $0.key.lowercased(), arguments: $0.value) }
            .sorted { ($1.suffix.utf8.count, $0.suffix) < ($0.suffix.utf8.count, $1.suffix) }
    }

    /// The file, to be read by the program for its name, if there is one.
    ///
    /// - Throws: `ReaderError.unsafePath`.
    package func source(_ path: FilePath) throws(ReaderError) -> DataSource {
        let name = path.string.lowercased()
        guard let command = commands.first(where: { name.hasSuffix(".\($0.suffix)") }) else {
            return .file(path)
        }
        var arguments: [String] = []
        for argument in command.arguments {
            arguments.append(try Self.filled(argument, path.string))
        }
        return .command(arguments, path)
    }

    /// Puts a path into an argument.
    ///
    /// An argument of its own can be any path. Inside of another it is part of a text in some
    /// language, of SQL for instance: what could end a quoted text there, or be a pattern, is
    /// refused.
    private static func filled(_ argument: String, _ path: String) throws(ReaderError) -> String {
        if argument == placeholder { return path.hasPrefix("-") ? "./\(path)" : path }
        let parts = argument.split(separator: placeholder, omittingEmptySubsequences: false)
        guard parts.count > 1 else { return argument }
        if let character = path.unicodeScalars.first(where: isUnsafe) {
            throw .unsafePath(path: path, character: Character(character))
        }
        return parts.joined(separator: path)
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7F
            || "'\"`\\$;|&<>(){}*?[]#!".unicodeScalars.contains(scalar)
    }
}

/// A program that should write a file as a text table, and cannot.
package enum ReaderError: Failure, Equatable {
    case incomplete(suffix: String)
    case unsafePath(path: String, character: Character)
    case missing(program: String, file: String)
    case unusable(program: String, Errno)
    /// `ending` as `ended with exit status 1`; `message` is the last line of its standard error.
    case failed(program: String, file: String, ending: String, message: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .incomplete: .configuration
        case .unsafePath, .failed: .dataFormat
        case .missing: .unavailable
        case .unusable(_, .permissionDenied): .denied
        case .unusable: .inputOutput
        }
    }

    package var description: String {
        switch self {
        case .incomplete(let suffix): "the reader of '\(suffix)' does not name '{path}'"
        case .unsafePath(let path, let character):
            "'\(path)' cannot be put into an argument of its reader: it has "
                + (character.isWhitespace || character < " "
                    ? "a control character" : "the character \(character)")
        case .missing(let program, let file):
            "the reader '\(program)' of '\(file)' was not found"
        case .unusable(let program, let error): "cannot run the reader '\(program)': \(error)"
        case .failed(let program, let file, let ending, let message):
            "the reader '\(program)' of '\(file)' \(ending)"
                + (message.isEmpty ? "" : ": \(message)")
        }
    }

    package var hint: String? {
        switch self {
        case .incomplete: "write it as readers: {parquet: [duckdb, -csv, -c, \"FROM '{path}'\"]}"
        case .unsafePath: "rename it, or give '{path}' an argument of its own"
        case .missing: "install it, or name another one under 'readers' in mlx.yaml"
        case .unusable, .failed: nil
        }
    }
}
