import CCurl

/// What became of a message that was handed to a server.
package enum SMTPOutcome: Sendable, Hashable {
    case sent
    /// It will never be taken as it is. `isDenied` when the server did not accept who we are.
    case permanent(reason: String, isDenied: Bool)
    /// Not taken now.
    case retry(reason: String)
    /// The connection was lost after the data: the server may have it. Sending the same
    /// Message-ID again is harmless.
    case uncertain(reason: String)

    /// Judges by the server's last answer first, then by libcurl's own code.
    init(_ result: TransferResult, refusal: String?) {
        let said = refusal.map { "the server said '\($0)'" }
        switch (result.code, result.response) {
        case (CURLE_OK, _):
            self = .sent
        case (_, 400..<500):
            self = .retry(reason: said ?? result.reason)
        case (CURLE_LOGIN_DENIED, _), (_, 530), (_, 534), (_, 535), (_, 538):
            let words = said ?? "the server offers no way to log in that we know"
            self = .permanent(reason: "login failed: \(words)", isDenied: true)
        case (_, 500..<600):
            self = .permanent(reason: said ?? result.reason, isDenied: false)
        case (_, 354):
            self = .uncertain(reason: "the connection was lost after the message was sent")
        case (CURLE_USE_SSL_FAILED, _):
            let reason = "the server does not offer STARTTLS, so nothing was sent"
            self = .permanent(reason: reason, isDenied: true)
        case (CURLE_PEER_FAILED_VERIFICATION, _), (CURLE_SSL_CACERT_BADFILE, _):
            self = .permanent(reason: result.reason, isDenied: true)
        case (CURLE_ABORTED_BY_CALLBACK, _):
            let reason = "a user is set, but the server offers no login, so nothing was sent"
            self = .permanent(reason: reason, isDenied: true)
        case (CURLE_URL_MALFORMAT, _), (CURLE_UNSUPPORTED_PROTOCOL, _):
            self = .permanent(reason: result.reason, isDenied: false)
        default:
            self = .retry(reason: result.reason)
        }
    }
}
