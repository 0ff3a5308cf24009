package import RunDocument

/// A command that cannot be run as asked.
package enum ProcessError: Failure, Equatable {
    case noCommand
    case commandMissing(name: String)
    case commandUnusable(name: String)
    case invalidTimeout(text: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .noCommand, .invalidTimeout: .configuration
        case .commandMissing: .missingInput
        case .commandUnusable: .denied
        }
    }

    package var description: String {
        switch self {
        case .noCommand: "a command to run has no word in it"
        case .commandMissing(let name): "the command '\(name)' was not found"
        case .commandUnusable(let name): "the command '\(name)' is there and cannot be run"
        case .invalidTimeout(let text): "the timeout '\(text)' is not a number with s, m or h"
        }
    }

    package var hint: String? {
        switch self {
        case .commandUnusable: "is it executable, and is its interpreter there?"
        case .noCommand, .commandMissing, .invalidTimeout: nil
        }
    }
}
