import NIOCore
import NIOHTTP1
import RunDocument

/// One HTTP response.
struct Answer: Sendable {
    var status: HTTPResponseStatus
    var contentType = "application/json"
    var headers: [(String, String)] = []
    var body: ByteBuffer

    init(_ status: HTTPResponseStatus = .ok, body: ByteBuffer) {
        self.status = status
        self.body = body
    }

    init(_ status: HTTPResponseStatus = .ok, _ json: JSONValue) {
        self.init(status, body: ByteBuffer(bytes: json.canonicalBytes()))
    }

    init(_ error: RequestError) {
        self.init(error.status, ["error": .string(error.description)])
        headers = error.headers
    }

    /// Whether the connection stays open after an answer, and whether the client must be told.
    enum Persistence { case keepAlive, explicitKeepAlive, close }

    /// The bytes on the wire: head and body in one buffer.
    func encoded(_ persistence: Persistence, omitsBody: Bool) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(256 + (omitsBody ? 0 : body.readableBytes))
        buffer.writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
        buffer.writeString("content-type: \(contentType)\r\n")
        buffer.writeString("content-length: \(body.readableBytes)\r\n")
        buffer.writeString("date: \(HTTPDate.now())\r\n")
        for (name, value) in headers { buffer.writeString("\(name): \(value)\r\n") }
        switch persistence {
        case .keepAlive: break
        case .explicitKeepAlive: buffer.writeString("connection: keep-alive\r\n")
        case .close: buffer.writeString("connection: close\r\n")
        }
        buffer.writeString("\r\n")
        if !omitsBody { buffer.writeImmutableBuffer(body) }
        return buffer
    }
}
