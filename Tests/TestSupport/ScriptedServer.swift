import Glibc
import Synchronization
import SystemPackage

/// A server that answers as a test tells it, with a thread for each connection.
package final class ScriptedServer: Sendable {
    /// One exchange as the server sees it.
    package struct Exchange: Sendable {
        package let socket: Int32
        /// From 1 on, over all connections.
        package let number: Int
        package let requestLine: String
        package let body: String

        package func send(_ text: String) {
            let bytes = Array(text.utf8)
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes {
                    Glibc.send(
                        socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
                        Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
        }

        package func answer(_ body: String = "{}", status: String = "200 OK", fields: String = "") {
            send("HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        }
    }

    /// What happens to the connection after an exchange.
    package enum Next: Sendable { case keep, close }

    package let port: Int
    private let listener: Int32
    private let handler: @Sendable (Exchange) -> Next
    private let count = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)

    /// Requests that have arrived.
    package var requestCount: Int { count.load(ordering: .relaxed) }

    package init(_ handler: @escaping @Sendable (Exchange) -> Next) throws {
        self.handler = handler
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw Errno(rawValue: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, length) = (listener, size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) + listen(listener, 128)
                    + getsockname(listener, $0, &size)
            }
        }
        guard status == 0 else { throw Errno(rawValue: errno) }
        port = Int(UInt16(bigEndian: address.sin_port))
        detach { [self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    if isStopped.load(ordering: .relaxed) { break }
                    continue
                }
                detach { [self] in serve(connection) }
            }
            close(listener)
        }
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Ends listening; connections end with their clients.
    package func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        // Closed by the thread that accepts: until then its number belongs to nobody else.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func serve(_ socket: Int32) {
        defer { close(socket) }
        var received: [UInt8] = []
        while let (line, body) = Self.request(socket, &received) {
            let number = count.add(1, ordering: .relaxed).newValue
            let exchange = Exchange(socket: socket, number: number, requestLine: line, body: body)
            if handler(exchange) == .close { return }
        }
    }

    private static func request(_ socket: Int32, _ received: inout [UInt8]) -> (String, String)? {
        while true {
            if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
                let lines = head.split(separator: "\r\n").map(String.init)
                let field = lines.first { $0.lowercased().hasPrefix("content-length: ") }
                let length = field.flatMap { Int($0.dropFirst(16)) } ?? 0
                if received.count >= end.upperBound + length {
                    let body = received[end.upperBound..<end.upperBound + length]
                    received.removeFirst(end.upperBound + length)
                    return (lines.first ?? "", String(decoding: body, as: UTF8.self))
                }
            }
            var chunk = [UInt8](repeating: 0, count: 1 << 16)
            let count = recv(socket, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            received += chunk.prefix(count)
        }
    }
}

/// Runs `body` on a thread that nobody waits for.
func detach(_ body: @escaping @Sendable () -> Void) {
    final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { argument in
            if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
            return nil
        }, Unmanaged.passRetained(Work(body)).toOpaque())
    pthread_detach(thread)
}

/// Runs what blocks on a thread of its own, so that it holds up no other test.
package func onThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        detach { continuation.resume(with: Swift.Result { try body() }) }
    }
}

/// Runs `body` beside a server, and ends it afterwards.
package func withServer<Result: Sendable>(
    _ handler: @escaping @Sendable (ScriptedServer.Exchange) -> ScriptedServer.Next,
    _ body: @escaping @Sendable (ScriptedServer) throws -> Result
) async throws -> Result {
    let server = try ScriptedServer(handler)
    defer { server.stop() }
    return try await onThread { try body(server) }
}
