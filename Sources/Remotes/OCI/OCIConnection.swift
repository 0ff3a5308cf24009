import Registry
import RunDocument
import Transfer

/// Speaks to one OCI registry: adds what it asks for, once, and judges its refusals.
final class OCIConnection {
    let session: HTTPSession
    let base: HTTPAddress
    private let authorizer: RegistryAuthorizer

    init(_ session: HTTPSession, base: HTTPAddress, authorizer: RegistryAuthorizer) {
        self.session = session
        self.base = base
        self.authorizer = authorizer
    }

    /// Sends a request; only its own origin learns who asks.
    ///
    /// - Parameter accepting: statuses that are no errors.
    /// - Throws: `RemoteError` for any other.
    func send(
        _ request: HTTPRequest, accepting: [Int], into sink: (any HTTPSink)? = nil
    ) throws -> HTTPAnswer {
        var answer = try authorized(request, sink)
        // Once: a token may have ended, but a registry that always says no is not asked for ever.
        if answer.status == 401, isOurs(request.url), isOurs(answer.url),
            try authorizer.answer(answer.head)
        {
            answer = try authorized(request, sink)
        }
        guard accepting.contains(answer.status) else { throw failure(answer) }
        return answer
    }

    private func authorized(_ request: HTTPRequest, _ sink: (any HTTPSink)?) throws -> HTTPAnswer {
        var request = request
        if isOurs(request.url), let current = authorizer.current {
            request.authorization = .header(current)
        }
        return try session.send(request, into: sink)
    }

    private func isOurs(_ url: HTTPAddress) -> Bool { url.origin == base.origin }

    private func failure(_ answer: HTTPAnswer) -> RemoteError {
        let url = answer.url.shown
        return switch answer.status {
        case 401,
            403 where isOurs(answer.url):
            .denied(url: url, hasCredentials: authorizer.hasCredentials)
        case 429, 500, 502, 503, 504: .busy(url: url, status: answer.status)
        case 200..<300: .misbehaved(url: url, reason: "the status \(answer.status)")
        default: .refused(url: url, status: answer.status, reason: Self.reason(answer.body))
        }
    }

    /// The registry's own words, as the specification shapes them.
    private static func reason(_ body: [UInt8]) -> String {
        let error = (try? JSONValue(parsing: body))?["errors"]?.arrayValue?.first
        let words = [error?["code"]?.stringValue, error?["message"]?.stringValue]
        return String(words.compactMap { $0 }.joined(separator: ": ").prefix(300))
    }
}
