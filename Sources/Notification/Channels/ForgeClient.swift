import RunDocument
import Transfer

/// Asks a forge's interface, and says what a refusal means.
final class ForgeClient {
    let forge: Forge
    let api: HTTPAddress
    private let token: String
    private let session: HTTPSession

    init(_ forge: Forge, api: HTTPAddress, token: String, session: HTTPSession) {
        self.forge = forge
        self.api = api
        self.token = token
        self.session = session
    }

    /// The address of a path, which begins with `/`.
    func address(_ path: String) throws(TransferError) -> HTTPAddress {
        let base = api.description
        return try HTTPAddress((base.hasSuffix("/") ? String(base.dropLast()) : base) + path)
    }

    /// - Throws: `Undeliverable` for any answer that is no success.
    func send(_ method: String, _ url: HTTPAddress, _ body: JSONValue? = nil) throws -> HTTPAnswer {
        try checked(try answer(method, url, body))
    }

    /// The answer, if it is a success.
    func checked(_ answer: HTTPAnswer) throws -> HTTPAnswer {
        guard (200..<300).contains(answer.status) else { throw refusal(answer) }
        return answer
    }

    /// An answer of any status; a limit of rates is waited for if it is short.
    func answer(_ method: String, _ url: HTTPAddress, _ body: JSONValue? = nil) throws
        -> HTTPAnswer
    {
        var request = HTTPRequest(
            method, url,
            headers: [("Accept", forge.mediaType), ("Content-Type", "application/json")],
            body: body.map { .bytes($0.canonicalBytes()) } ?? .none
        )
        request.authorization = .header(forge.authorization(token))
        // A comment may stand there although its answer was lost: it is looked for first.
        request.isRepeatable = method != "POST"
        // A hundred comments can be long.
        request.maximumAnswer = 1 << 27
        var attempt = 1
        var waited = Duration.zero
        while true {
            let answer = try session.send(request)
            guard let asked = limitEnd(answer),
                let pause = session.retries.pause(after: attempt, asked: asked, waited: waited)
            else { return answer }
            try session.retries.wait(pause)
            waited += pause
            attempt += 1
        }
    }

    /// How long GitHub's limits of rates last, which it tells with 403 too; nil for what is none.
    private func limitEnd(_ answer: HTTPAnswer) -> Duration? {
        guard answer.status == 403 else { return nil }
        if let pause = session.retries.retryAfter(answer.head) { return pause }
        guard answer.head.header("x-ratelimit-remaining") == "0" else { return nil }
        let end = answer.head.header("x-ratelimit-reset").flatMap { Int($0) } ?? 0
        return .seconds(max(1, min(max(0, end), 1 << 40) - session.retries.clock()))
    }

    private func refusal(_ answer: HTTPAnswer) -> Undeliverable {
        let text = answer.body.quoted(without: [token], member: "message")
        let reason = "\(forge.name) answered \(answer.status)\(text.map { ", '\($0)'" } ?? "")"
        let names = forge.tokenVariables.joined(separator: " or ")
        switch answer.status {
        case _ where limitEnd(answer) != nil, 408, 429, 500...: return .deferred(reason)
        case 401: return .refused(reason, .denied, hint: "the token in \(names) is not valid there")
        case 403: return .refused(reason, .denied, hint: Self.forbiddenHint(forge))
        case 404, 410:
            return .refused(
                reason, .unavailable,
                hint: "it is not there, or the token in \(names) may not see it")
        default: return .refused(reason, .unavailable)
        }
    }

    private static func forbiddenHint(_ forge: Forge) -> String {
        switch forge {
        case .gitlab: "the token needs the scope 'api' and the role of a developer"
        case .github, .gitea:
            """
            the token may not write there: give the job 'pull-requests: write' and \
            'statuses: write'; what a fork asks for has a token that only reads, so write about \
            it in a workflow of 'workflow_run', which runs none of the fork's code
            """
        }
    }
}
