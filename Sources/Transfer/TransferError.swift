import CCurl
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
    case redirected(url: String, reason: String)

    package var exitStatus: ExitStatus {
        switch self {
        case .malformedURL, .clearTextPassword: .usage
        case .unsafeValue, .tooLarge: .dataFormat
        case .unreachable, .untrusted: .unavailable
        case .timedOut, .interrupted: .temporary
        case .redirected: .denied
        case .unavailable: .unavailable
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
        case .redirected(let url, let reason): "'\(url)' redirects \(reason)"
        }
    }

    package var hint: String? {
        switch self {
        case .clearTextPassword: "use smtps:// or, with STARTTLS, smtp://"
        case .untrusted:
            "name the authority's certificate if the server has its own, as with SSL_CERT_FILE"
        case .unavailable: "install libcurl 7.85 or later (Debian: libcurl4)"
        case .malformedURL, .unsafeValue, .unreachable, .timedOut, .interrupted, .tooLarge,
            .redirected:
            nil
        }
    }
}

extension TransferError {
    init(_ result: TransferResult, url: String) {
        let url = HTTPAddress.withoutCredentials(url)
        self =
            switch result.code {
            case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
                .malformedURL(url, reason: result.reason)
            case CURLE_OPERATION_TIMEDOUT: .timedOut(url: url, reason: result.reason)
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
                .untrusted(url: url, reason: result.reason)
            case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
                .unreachable(url: url, reason: result.reason)
            default: .interrupted(url: url, reason: result.reason)
            }
    }

    /// Whether there was no connection, so that nothing was asked for.
    var isUnasked: Bool {
        if case .unreachable = self { true } else { false }
    }

    /// Whether the same may succeed a little later.
    package var isPassing: Bool {
        switch self {
        case .timedOut, .interrupted, .unreachable: true
        case .malformedURL, .unsafeValue, .untrusted, .tooLarge, .clearTextPassword, .unavailable,
            .redirected:
            false
        }
    }
}
