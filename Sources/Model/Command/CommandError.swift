package import RunDocument
package import SystemPackage

/// A program that was to score rows and did not, or not as it should.
package enum CommandError: Failure, Equatable {
    case missing(name: String)
    case unusable(name: String, Errno)
    /// - Parameter message: the last line on its standard error.
    case failed(name: String, ending: String, message: String)
    /// Nothing was read or written for so long.
    case stalled(name: String, after: Duration, message: String)
    case tooFewRows(name: String, expected: Int, found: Int)
    case tooManyRows(name: String, expected: Int)
    /// `line` counts the lines of its output from 1.
    case unreadable(name: String, line: Int, reason: String)
    case unknownLabel(name: String, line: Int, label: String, known: [String])
    case workerMissing(tried: [String])

    package var exitStatus: ExitStatus {
        switch self {
        case .missing, .workerMissing: .missingInput
        case .unusable(_, .permissionDenied): .denied
        case .unusable: .inputOutput
        case .failed: .unavailable
        // A busy machine may do better the next time.
        case .stalled: .temporary
        case .tooFewRows, .tooManyRows, .unreadable, .unknownLabel: .dataFormat
        }
    }

    package var description: String {
        switch self {
        case .missing(let name): "the predict command '\(name)' was not found"
        case .unusable(let name, let error): "the predict command '\(name)' cannot be run: \(error)"
        case .failed(let name, let ending, let message):
            "the predict command '\(name)' \(ending)\(Self.quoted(message))"
        case .stalled(let name, let limit, let message):
            "the predict command '\(name)' was stopped: it did nothing for \(limit)\(Self.quoted(message))"
        case .tooFewRows(let name, let expected, let found):
            "the predict command '\(name)' gave \(found) predictions for \(expected) rows"
        case .tooManyRows(let name, let expected):
            "the predict command '\(name)' gave more than \(expected) predictions for \(expected) rows"
        case .unreadable(let name, let line, let reason):
            "line \(line) of what the predict command '\(name)' wrote cannot be read: \(reason)"
        case .unknownLabel(let name, let line, let label, let known):
            "line \(line) of what the predict command '\(name)' wrote has the label '\(label)', which is none of \(known.joined(separator: ", "))"
        case .workerMissing(let tried):
            "the program that loads MLflow models was not found; tried \(tried.joined(separator: ", "))"
        }
    }

    private static func quoted(_ message: String) -> String {
        message.isEmpty ? "" : ": \(message)"
    }

    package var hint: String? {
        switch self {
        case .missing, .unusable: "is it installed, executable, and its interpreter there?"
        case .failed: "try it by hand: rows come on its standard input, with a header"
        case .stalled: "give it more time with a longer timeout, or look what it waits for"
        case .tooFewRows, .tooManyRows: "it must write one line for each row, in their order"
        case .unreadable:
            #"it must write CSV with a header, "prediction" or "probability_LABEL", or JSON Lines; what it logs belongs on standard error"#
        case .unknownLabel: "the labels are those of the target in the schema"
        case .workerMissing:
            "install the tools with share/mlx, or name that directory in $MLX_SHARE"
        }
    }
}
