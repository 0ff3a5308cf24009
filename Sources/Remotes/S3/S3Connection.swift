import FileStorage
import Transfer

/// Speaks to one bucket, with every request signed.
struct S3Connection {
    let session: HTTPSession
    private let signature: AWSSignature
    private let base: HTTPAddress

    init(_ session: HTTPSession, bucket: String, settings: AWSSettings) throws {
        self.session = session
        signature = settings.signature
        if let endpoint = settings.endpoint {
            let address = try HTTPAddress(endpoint.hasSuffix("/") ? endpoint : "\(endpoint)/")
            guard address.isEncrypted || address.isLoopback else {
                throw RemoteError.unencrypted(endpoint)
            }
            base = try address.resolving("\(bucket)/")
        } else if bucket.contains(".") {
            // The certificate of the service covers one label only.
            base = try HTTPAddress("https://s3.\(signature.region).amazonaws.com/\(bucket)/")
        } else {
            base = try HTTPAddress("https://\(bucket).s3.\(signature.region).amazonaws.com/")
        }
    }

    /// - Parameters:
    ///   - query: sorted, as they are signed.
    ///   - digest: that of the body, which the server checks.
    ///   - accepting: statuses that are no errors.
    ///   - isRepeatable: whether asking twice does what asking once does.
    ///   - endsWithTask: whether it is called off with the task.
    func send(
        _ method: String,
        key: String,
        query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [],
        body: HTTPRequest.Body = .none,
        digest: Digest? = nil,
        accepting: [Int],
        maximumAnswer: Int = 1 << 16,
        isRepeatable: Bool = true,
        endsWithTask: Bool = true,
        into sink: (any HTTPSink)? = nil
    ) throws -> HTTPAnswer {
        var url = try HTTPAddress("\(base)\(PercentEncoding.path(key))")
        for (name, value) in query {
            url = try url.adding(name, PercentEncoding.component(value))
        }
        var request = HTTPRequest(method, url, headers: headers, body: body)
        // libcurl 7.88 would sign the digest of a body that it has not seen yet.
        request.headers.append(("x-amz-content-sha256", (digest ?? Digest(of: [])).hex))
        request.authorization = .signature(signature)
        request.maximumAnswer = maximumAnswer
        request.isRepeatable = isRepeatable
        request.endsWithTask = endsWithTask
        let answer = try session.send(request, into: sink)
        guard accepting.contains(answer.status) else { throw failure(answer) }
        return answer
    }

    /// Whether there is an object; what it is was said with its key.
    ///
    /// - Throws: `RemoteError.misbehaved` for one of another size.
    func holds(_ key: String, size: Int) throws -> Bool {
        let answer = try send("HEAD", key: key, accepting: [200, 404])
        guard answer.status == 200 else { return false }
        let length = answer.head.header("Content-Length").flatMap { Int($0) }
        guard length == nil || length == size else {
            throw RemoteError.misbehaved(
                url: answer.url.shown, reason: "the blob there has another size")
        }
        return true
    }

    func saysNoBucket(_ answer: HTTPAnswer) -> Bool {
        S3Document(answer).text(of: "Code") == "NoSuchBucket"
    }

    func failure(_ answer: HTTPAnswer) -> RemoteError {
        let url = answer.url.shown
        return switch answer.status {
        case 401, 403: .denied(url: url, hasCredentials: true)
        // 409: another writer is at the same object.
        case 409, 429, 500, 502, 503, 504: .busy(url: url, status: answer.status)
        case 200..<300 where S3Document(answer).reason.isEmpty:
            .misbehaved(url: url, reason: "the status \(answer.status)")
        default: .refused(url: url, status: answer.status, reason: S3Document(answer).reason)
        }
    }
}
