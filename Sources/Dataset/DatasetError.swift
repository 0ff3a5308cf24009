package import RunDocument
package import SystemPackage

/// Data that cannot be read as the table it claims to be.
package enum DatasetError: Failure, Equatable {
    case missing(path: String)
    case noMatch(pattern: String)
    case directory(path: String)
    case unreadable(path: String, Errno)
    case empty(file: String)
    case noRows(file: String)
    /// A format that is known not to be text.
    case foreign(file: String, format: String)
    /// `byte` counts from 1, from the start of the file.
    case notText(file: String, line: Int, byte: Int, reason: String)
    case textAfterQuote(file: String, line: Int, byte: Int)
    /// `line` is where the quote was opened.
    case openQuote(file: String, line: Int)
    /// Packed data that ends too early; `byte` counts what was unpacked.
    case truncated(file: String, format: String, byte: Int)
    case corrupt(file: String, format: String, byte: Int)
    case unknownEncoding(String)
    /// `byte` counts from 1, from the start of the file.
    case encoding(file: String, encoding: String, byte: Int)
    /// A file that was written to while it was read.
    case changed(path: String)
    case recordTooLong(file: String, line: Int, limit: Int)
    case raggedRow(file: String, line: Int, cells: Int, expected: Int)
    case duplicateColumn(file: String, name: String)
    case noKnownColumn(file: String)
    case badCell(file: String, line: Int, column: String, value: String, type: FieldType)
    case badJSON(file: String, line: Int, JSONSyntaxError)
    case notObject(file: String, line: Int, found: String)
    case nested(file: String, line: Int, key: String, found: String)
    /// JSON Lines whose rows have hardly a key in common.
    case tooManyKeys(file: String, line: Int, limit: Int)
    case reader(ReaderError)

    package var exitStatus: ExitStatus {
        switch self {
        case .missing, .noMatch, .directory: .missingInput
        case .unreadable(_, .permissionDenied): .denied
        case .unreadable, .changed: .inputOutput
        case .unknownEncoding: .configuration
        case .reader(let error): error.exitStatus
        default: .dataFormat
        }
    }

    package var description: String {
        switch self {
        case .missing(let path): "'\(path)' does not exist"
        case .noMatch(let pattern): "no file matches '\(pattern)'"
        case .directory(let path): "'\(path)' is a directory, not a file"
        case .unreadable(let path, let error): "cannot read '\(path)': \(error)"
        case .empty(let file): "'\(file)' is empty: it has no header"
        case .noRows(let file): "'\(file)' has a header and no rows"
        case .foreign(let file, let format): "'\(file)' is \(format), not a text table"
        case .notText(let file, let line, let byte, let reason):
            "'\(file)' is not a text table: line \(line), byte \(byte): \(reason)"
        case .textAfterQuote(let file, let line, let byte):
            "'\(file)', line \(line), byte \(byte): text stands after a closing quote"
        case .openQuote(let file, let line):
            "'\(file)', line \(line): a quote is opened and never closed"
        case .truncated(let file, let format, let byte):
            "'\(file)' ends too early: the \(format) data breaks off at byte \(byte) of the text"
        case .corrupt(let file, let format, let byte):
            "'\(file)' is damaged: the \(format) data is broken at byte \(byte) of the text"
        case .unknownEncoding(let name): "the encoding '\(name)' is not known"
        case .encoding(let file, let encoding, let byte):
            "'\(file)' is not \(encoding): byte \(byte)"
        case .changed(let path): "'\(path)' was written to while it was read"
        case .recordTooLong(let file, let line, let limit):
            "'\(file)', line \(line): the record is longer than \(limit) bytes"
        case .raggedRow(let file, let line, let cells, let expected):
            "'\(file)', line \(line): \(cells) cells, but the header has \(expected)"
        case .duplicateColumn(let file, let name):
            "'\(file)' has the column '\(name)' twice"
        case .noKnownColumn(let file): "'\(file)' has none of the schema's columns"
        case .badCell(let file, let line, let column, let value, let type):
            "'\(file)', line \(line), column '\(column)': '\(value)' is not \(type.phrase)"
        case .badJSON(let file, let line, let error):
            "'\(file)', line \(line), column \(error.column): \(error.reason)"
        case .notObject(let file, let line, let found):
            "'\(file)', line \(line): \(found) stands where an object should be"
        case .nested(let file, let line, let key, let found):
            "'\(file)', line \(line): the value of '\(key)' is \(found), not a plain value"
        case .tooManyKeys(let file, let line, let limit):
            "'\(file)', line \(line): more than \(limit) different keys on neighbouring lines"
        case .reader(let error): error.description
        }
    }

    package var hint: String? {
        switch self {
        case .recordTooLong: "is a quote left open?"
        case .truncated, .corrupt: "fetch or write the file again"
        case .unknownEncoding: "'iconv --list' shows what this machine knows"
        case .changed: "run again when the file is complete"
        case .foreign: "name a program that writes it as CSV under 'readers' in mlx.yaml"
        case .reader(let error): error.hint
        case .tooManyKeys: "name the columns in a schema, or write a row for each key"
        case .badCell: "run mlx-validate on this data with the same schema"
        default: nil
        }
    }
}
