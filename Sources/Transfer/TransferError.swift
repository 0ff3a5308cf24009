package import RunDocument

/// A request that got no answer, or could not be sent.
package enum TransferError: Failure, Equatable {
    case malformedURL(String, reason: String)
    case unsafeValue(name: String)
    case unreachable(url: String, reason: String)
    case timedOut(url: String, reason: String)
    case interrupted(url: String, reason: String)
    case untrusted(url: String, reason: String)
    case tooLarge(url: String, limit: Int)
    case clearTextPassword(url: String)
    case unavailable(reason: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .malformedURL, .clearTextPassword: .usage
        case .unsafeValue, .tooLarge: .dataFormat
        case .unreachable: .unavailable
        case .timedOut, .interrupted: .temporary
        case .untrusted: .denied
        case .unavailable: .internalError
        }
    }

    package var description: String {
        switch self {
        case .malformedURL(let url, let reason): "'\(url)' is not usable: \(reason)"
        case .unsafeValue(let name): "'\(name)' holds a line break or a NUL"
        case .unreachable(let url, let reason): "cannot reach '\(url)': \(reason)"
        case .timedOut(let url, let reason): "'\(url)' did not answer in time: \(reason)"
        case .interrupted(let url, let reason): "the answer of '\(url)' broke off: \(reason)"
        case .untrusted(let url, let reason): "cannot trust '\(url)': \(reason)"
        case .tooLarge(let url, let limit):
            "the answer of '\(url)' is larger than \(limit) bytes"
        case .clearTextPassword(let url):
            "'\(url)' would carry the password without encryption"
        case .unavailable(let reason): "cannot use libcurl: \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .clearTextPassword: "use smtps:// or, with STARTTLS, smtp://"
        case .untrusted: "name the authority's certificate if the server has its own"
        case .malformedURL, .unsafeValue, .unreachable, .timedOut, .interrupted, .tooLarge,
            .unavailable:
            nil
        }
    }
}
