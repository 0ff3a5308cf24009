import Dispatch
import Glibc
import RunDocument
import SystemPackage

struct HTTPResponse {
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONValue { try JSONValue(parsing: body) }
}

struct ConnectionEnded: Error {}

/// A client that sends exactly what it is told to: a socket that blocks, with a time limit.
///
/// One thread may send while another one receives; no two may do the same.
final class HTTPClient: @unchecked Sendable {
    private let socket: FileDescriptor
    private var received: [UInt8] = []

    init(port: Int) throws {
        let number = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        socket = FileDescriptor(rawValue: number)
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
    }

    deinit { try? socket.close() }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket.rawValue, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Errno(rawValue: errno) }
            rest = rest.dropFirst(count)
        }
    }

    func endSending() { shutdown(socket.rawValue, Int32(SHUT_WR)) }

    func post(_ path: String, _ body: String, headers: String = "") throws {
        try send(
            "POST \(path) HTTP/1.1\r\nhost: x\r\n\(headers)content-length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    func get(_ path: String, headers: String = "") throws -> HTTPResponse {
        try send("GET \(path) HTTP/1.1\r\nhost: x\r\n\(headers)\r\n")
        return try response()
    }

    func infer(_ body: String, path: String = "/v2/models/penguins/infer") throws -> HTTPResponse {
        try post(path, body)
        return try response()
    }

    /// The next response on this connection.
    func response(hasBody: Bool = true) throws -> HTTPResponse {
        let head = String(decoding: try take(until: Array("\r\n\r\n".utf8)), as: UTF8.self)
        var lines = head.split(separator: "\r\n").map(String.init)
        let status = lines.removeFirst().split(separator: " ").dropFirst().first.flatMap { Int($0) }
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        let length = hasBody ? headers["content-length"].flatMap(Int.init) ?? 0 : 0
        while received.count < length { try receive() }
        defer { received.removeFirst(length) }
        return HTTPResponse(
            status: status ?? 0,
            headers: headers,
            body: Array(received.prefix(length))
        )
    }

    /// Whether the service ends the connection without another byte.
    func isEnded() throws -> Bool {
        guard received.isEmpty else { return false }
        do { try receive() } catch is ConnectionEnded { return true }
        return false
    }

    private func take(until mark: [UInt8]) throws -> [UInt8] {
        while true {
            if let end = received.firstRange(of: mark) {
                defer { received.removeSubrange(..<end.upperBound) }
                return Array(received[..<end.lowerBound])
            }
            try receive()
        }
    }

    private func receive() throws {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(socket.rawValue, &chunk, chunk.count, 0)
        if count == 0 || (count < 0 && errno == ECONNRESET) { throw ConnectionEnded() }
        guard count > 0 else { throw Errno(rawValue: errno) }
        received += chunk.prefix(count)
    }
}

/// Runs what blocks on a thread of its own, so that it cannot hold up the service under test.
///
/// The global queue has no more threads than the machine has cores: there a test would wait for
/// all others that block, while the service's time runs out. A queue of one's own has its own.
func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "blocking").async {
            continuation.resume(with: Swift.Result { try body() })
        }
    }
}
