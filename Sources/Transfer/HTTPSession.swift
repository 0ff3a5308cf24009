import CCurl

/// Sends requests one after another over connections that are kept.
///
/// It follows redirects, at most five, from where nothing secret goes to another origin and nothing
/// goes on without encryption that began with it. It asks again when a server is busy or a
/// connection is lost. Proxies are those of the environment, as for curl.
package final class HTTPSession {
    private let handle: EasyHandle
    private let trust: TrustSettings
    package let retries: RetryPolicy
    /// Told now and then how many bytes of a body have moved.
    package var observer: ((_ bytes: Int) -> Void)?

    private static let maximumRedirects = 5
    /// A server that sends and takes nothing for so long is gone; it may need its time for what it
    /// got.
    private static let stallSeconds = 120

    package init(environment: [String: String], retries: RetryPolicy = RetryPolicy())
        throws(TransferError)
    {
        handle = try EasyHandle()
        trust = TrustSettings(environment)
        self.retries = retries
    }

    /// Sends a request; an answer of any status is a success here.
    ///
    /// - Parameter sink: gets the body of a success, which then is not in the answer; a lost
    ///   connection is an error then.
    /// - Throws: `TransferError`, and what the sink throws.
    package func send(_ request: HTTPRequest, into sink: (any HTTPSink)? = nil) throws
        -> HTTPAnswer
    {
        var request = request
        for _ in 0...Self.maximumRedirects {
            let answer = try sendPatiently(request, sink)
            guard let next = try Redirect.next(request, answer) else { return answer }
            request = next
        }
        throw TransferError.redirected(
            url: request.url.shown, reason: "more than \(Self.maximumRedirects) times")
    }

    private func sendPatiently(_ request: HTTPRequest, _ sink: (any HTTPSink)?) throws
        -> HTTPAnswer
    {
        var waited = Duration.zero
        var attempt = 1
        while true {
            let (result, canRepeat) = try sendOnce(request, sink)
            let asked: Duration?
            switch result {
            case .success(let answer):
                guard Self.isBusy(answer.status) else { return answer }
                asked = retries.retryAfter(answer.head)
            case .failure: asked = nil
            }
            guard canRepeat,
                let pause = retries.pause(after: attempt, asked: asked, waited: waited)
            else { return try result.get() }
            try retries.wait(pause)
            waited += pause
            attempt += 1
        }
    }

    /// Too Many Requests, and what a server says that is not itself just now.
    private static func isBusy(_ status: Int) -> Bool {
        [429, 500, 502, 503, 504].contains(status)
    }

    /// - Returns: also whether the request may be sent again.
    private func sendOnce(_ request: HTTPRequest, _ sink: (any HTTPSink)?) throws
        -> (Result<HTTPAnswer, TransferError>, canRepeat: Bool)
    {
        if request.endsWithTask { try Task.checkCancellation() }
        let exchange = Exchange(request, sink: sink, observer: observer)
        let result = try withExtendedLifetime(exchange) {
            let lines = try prepare(request)
            try handle.set(CURLOPT_HTTPHEADER, lines)
            try exchange.attach(to: handle)
            // The handle has the list only as long as it is here.
            return withExtendedLifetime(lines) { handle.perform() }
        }
        // An answer that is whole is one, whoever called it off meanwhile.
        if result.code != CURLE_OK, request.endsWithTask { try Task.checkCancellation() }
        if let failure = exchange.failure { throw failure }
        guard result.code == CURLE_OK || exchange.isRefusal(endedBy: result.code) else {
            let error = TransferError(result, url: request.url.shown)
            // Without a connection nothing was asked; only the sink knows how to go on.
            let canRepeat = request.isRepeatable || error.isUnasked
            return (.failure(error), canRepeat && error.isPassing && sink == nil)
        }
        try exchange.finish()
        let answer = HTTPAnswer(head: exchange.head, body: exchange.body, url: request.url)
        // What a gateway has no answer to may have been done.
        return (.success(answer), request.isRepeatable || [429, 503].contains(answer.status))
    }

    private func prepare(_ request: HTTPRequest) throws(TransferError) -> StringList {
        try handle.prepare(
            url: request.url.description, protocols: "http,https", connect: .seconds(15))
        try handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
        try handle.set(CURLOPT_LOW_SPEED_TIME, Self.stallSeconds)
        try handle.set(CURLOPT_USERAGENT, "mlx")
        try trust.apply(to: handle)
        switch request.method {
        case "HEAD": try handle.set(CURLOPT_NOBODY, 1)
        case "GET": try handle.set(CURLOPT_HTTPGET, 1)
        default: try handle.set(CURLOPT_CUSTOMREQUEST, request.method)
        }
        var headers = request.headers
        switch request.authorization {
        case .none: break
        case .header(let value): headers.append(("Authorization", value))
        case .signature(let signature):
            try handle.set(CURLOPT_AWS_SIGV4, "aws:amz:\(signature.region):s3")
            try handle.set(CURLOPT_USERNAME, signature.accessKey)
            try handle.set(CURLOPT_PASSWORD, signature.secretKey)
            if let token = signature.sessionToken {
                headers.append(("x-amz-security-token", token))
            }
        }
        var lines = StringList()
        for (name, value) in headers {
            try HTTPClient.requireSafe(name + value, name: name)
            lines.append("\(name): \(value)")
        }
        return lines
    }
}

/// Which authorities are trusted, as curl takes them from the environment.
private struct TrustSettings {
    private let file: String?
    private let directory: String?

    init(_ environment: [String: String]) {
        file = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"].lazy.compactMap { environment[$0] }
            .first { !$0.isEmpty }
        directory = environment["SSL_CERT_DIR"].flatMap { $0.isEmpty ? nil : $0 }
    }

    func apply(to handle: EasyHandle) throws(TransferError) {
        if let file { try handle.set(CURLOPT_CAINFO, file) }
        if let directory { try handle.set(CURLOPT_CAPATH, directory) }
    }
}
