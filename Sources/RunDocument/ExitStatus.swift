/// What a tool tells the shell when it ends.
///
/// The numbers from 64 on are those of BSD's `sysexits.h`. Man pages and tests are made from
/// `documented`, so a status that is added here is documented everywhere.
package enum ExitStatus: Hashable, Sendable {
    case success
    case negative
    case usage
    case dataFormat
    case missingInput
    case unavailable
    case internalError
    case cannotCreate
    case inputOutput
    case temporary
    case denied
    case configuration
    case signal(Int32)
    /// What a program that is not ours wrote into a document.
    case other(Int32)

    package static let documented: [ExitStatus] = [
        .success, .negative, .usage, .dataFormat, .missingInput, .unavailable, .internalError,
        .cannotCreate, .inputOutput, .temporary, .denied, .configuration,
    ]

    package var code: Int32 {
        switch self {
        case .success: 0
        case .negative: 1
        case .usage: 64
        case .dataFormat: 65
        case .missingInput: 66
        case .unavailable: 69
        case .internalError: 70
        case .cannotCreate: 73
        case .inputOutput: 74
        case .temporary: 75
        case .denied: 77
        case .configuration: 78
        case .signal(let number): 128 + number
        case .other(let code): code
        }
    }

    package var meaning: String {
        switch self {
        case .success: "done; the verdict is positive"
        case .negative:
            "done; the verdict is negative (a check or gate failed, nothing to do or to promote)"
        case .usage: "usage: unknown flag, contradiction in flags"
        case .dataFormat: "the input document or data cannot be read as what it claims to be"
        case .missingInput: "an input is missing"
        case .unavailable: "a service refused or cannot be reached for good"
        case .internalError: "internal error"
        case .cannotCreate: "an output cannot be created"
        case .inputOutput: "I/O error"
        case .temporary: "temporary: try again (lock held too long, server busy)"
        case .denied:
            "denied: credentials, permission, a signature or an approval that is missing"
        case .configuration: "configuration: mlx.yaml or a schema is wrong"
        case .signal(let number): "ended by signal \(number)"
        case .other(let code): "ended with status \(code)"
        }
    }
}
