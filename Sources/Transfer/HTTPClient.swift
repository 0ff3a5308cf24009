import CCurl
package import SystemPackage

/// What an HTTP server answered.
package struct HTTPResponse: Sendable {
    package let status: Int
    /// In the order they came, names as the server wrote them.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

}

/// Sends one HTTP request at a time and waits for its answer.
///
/// Redirects are not followed: a service that is asked at one address must answer there.
package struct HTTPClient: Sendable {
    private let maximumBody: Int
    private let certificateAuthorities: FilePath?
    private let usesProxy: Bool

    /// - Parameters:
    ///   - maximumBody: a longer answer is an error before its bytes are in memory.
    ///   - certificateAuthorities: a PEM file, in place of the system's.
    ///   - usesProxy: whether `http_proxy` and its like are heeded.
    package init(
        maximumBody: Int = 1 << 26,
        certificateAuthorities: FilePath? = nil,
        usesProxy: Bool = false
    ) {
        self.maximumBody = maximumBody
        self.certificateAuthorities = certificateAuthorities
        self.usesProxy = usesProxy
    }

    /// Sends a request; an answer of any status is a success here.
    ///
    /// - Parameter timeout: for the whole of it; connecting may take 15 seconds of it at most.
    /// - Throws: `TransferError` if there is no answer, or only a part of one.
    package func send(
        method: String,
        url: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil,
        timeout: Duration = .seconds(60)
    ) throws(TransferError) -> HTTPResponse {
        let lines = try headerLines(headers, hasBody: body != nil)
        try Self.requireSafe(url, name: "url")
        let handle = try EasyHandle(
            url: url,
            protocols: "http,https",
            timeouts: Timeouts(connect: min(timeout, .seconds(15)), total: timeout)
        )
        if !usesProxy { try handle.set(CURLOPT_PROXY, "") }
        if let path = certificateAuthorities { try handle.set(CURLOPT_CAINFO, path.string) }
        try handle.set(CURLOPT_HTTPHEADER, lines)
        let answer = AnswerBuffer(limit: maximumBody)
        try answer.attach(to: handle)
        let result = try perform(method, handle, sending: body)
        guard result.code == CURLE_OK else { throw failure(result, url: url, answer) }
        return HTTPResponse(
            status: result.response,
            headers: answer.headers,
            body: answer.body
        )
    }

    private func headerLines(_ headers: [(String, String)], hasBody: Bool)
        throws(TransferError) -> StringList
    {
        var lines = StringList()
        for (name, value) in headers {
            try Self.requireSafe(name + value, name: name)
            // Without a value libcurl would take the colon as "leave this header out".
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        let names = Set(headers.map { $0.0.lowercased() })
        // What libcurl adds by itself: it does not know the body's type, and the services here
        // answer without being asked whether to go on.
        if hasBody, !names.contains("content-type") { lines.append("Content-Type:") }
        if !names.contains("expect") { lines.append("Expect:") }
        return lines
    }

    private func perform(_ method: String, _ handle: EasyHandle, sending body: [UInt8]?)
        throws(TransferError) -> TransferResult
    {
        try Self.requireSafe(method, name: "method")
        guard body != nil || ["POST", "PUT", "PATCH"].contains(method) else {
            try handle.set(method == "HEAD" ? CURLOPT_NOBODY : CURLOPT_HTTPGET, 1)
            if method != "HEAD" { try handle.set(CURLOPT_CUSTOMREQUEST, method) }
            return handle.perform()
        }
        try handle.set(CURLOPT_POST, 1)
        try handle.set(CURLOPT_CUSTOMREQUEST, method)
        try handle.setBody(body ?? [])
        return handle.perform()
    }

    private func failure(_ result: TransferResult, url: String, _ answer: AnswerBuffer)
        -> TransferError
    {
        answer.isOverfull
            ? .tooLarge(url: HTTPAddress.withoutCredentials(url), limit: maximumBody)
            : TransferError(result, url: url)
    }

    /// - Throws: `TransferError.unsafeValue` for what would end a line of the request.
    static func requireSafe(_ text: String, name: String) throws(TransferError) {
        let isSafe = text.unicodeScalars.allSatisfy { $0 != "\r" && $0 != "\n" && $0 != "\0" }
        guard isSafe else { throw .unsafeValue(name: name) }
    }
}
