/// Where a server sends who asks it.
enum Redirect {
    /// The request that a redirect asks for; nil if the answer is none.
    ///
    /// - Throws: `TransferError.redirected` toward an address that is less safe.
    static func next(_ request: HTTPRequest, _ answer: HTTPAnswer) throws(TransferError)
        -> HTTPRequest?
    {
        guard [301, 302, 303, 307, 308].contains(answer.status),
            let location = answer.head.header("Location")
        else { return nil }
        let target = try request.url.resolving(location)
        guard target.isEncrypted || !request.url.isEncrypted && target.isLoopback else {
            throw .redirected(
                url: request.url.shown,
                reason: "to '\(target.shown)', without encryption")
        }
        var next = request
        next.url = target
        if target.origin != request.url.origin {
            next.authorization = .none
            next.headers.removeAll { isPrivate($0.name.lowercased()) }
        }
        let isRead = request.method == "GET" || request.method == "HEAD"
        if !isRead, answer.status < 304 {
            guard answer.status == 303 else {
                throw .redirected(
                    url: request.url.shown, reason: "while something was sent to it")
            }
            (next.method, next.body) = ("GET", .none)
        }
        return next
    }

    /// Whether a header could tell another server who asks.
    private static func isPrivate(_ name: String) -> Bool {
        name == "authorization" || name == "cookie" || name.hasPrefix("x-amz-")
    }
}
