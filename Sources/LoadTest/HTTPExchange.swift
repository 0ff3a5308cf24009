import Glibc
import RunDocument
import SystemPackage

/// One request and its answer, with all the time it takes.
struct HTTPExchange {
    let status: Int
    let body: [UInt8]

    /// Sends a request and waits for its answer.
    ///
    /// - Parameter message: the whole request, header and body.
    /// - Throws: `LoadTestError.unreachable`, `.noAnswer`, `.brokenAnswer`.
    init(
        _ message: [UInt8], to url: ServiceURL, at address: SocketAddress, timeout: Duration
    ) throws(LoadTestError) {
        let deadline = MonotonicClock.now() + timeout.nanoseconds
        let late = LoadTestError.noAnswer(url: url.text, seconds: timeout.secondCount)
        let socket: StreamSocket
        do { socket = try StreamSocket(connectingTo: address) } catch {
            throw .unreachable(url: url.text, reason: error.reason)
        }
        defer { socket.close() }
        guard socket.wait(for: POLLOUT, until: deadline) else {
            throw .unreachable(url: url.text, reason: "it takes no connection in time")
        }
        if let error = socket.connectionError {
            throw .unreachable(url: url.text, reason: error.reason)
        }
        var parser = ResponseParser(keepsBody: true)
        var (unsent, unread) = (message[...], [UInt8]())
        while parser.phase != .complete {
            let events = unsent.isEmpty ? POLLIN : POLLIN | POLLOUT
            guard socket.wait(for: events, until: deadline) else { throw late }
            if !unsent.isEmpty { try Self.send(&unsent, socket, url) }
            try Self.receive(&unread, &parser, socket, url)
        }
        status = parser.status
        body = parser.body ?? []
    }

    private static func send(
        _ bytes: inout ArraySlice<UInt8>, _ socket: StreamSocket, _ url: ServiceURL
    ) throws(LoadTestError) {
        switch bytes.withUnsafeBytes({ socket.send($0) }) {
        case .moved(let count): bytes = bytes.dropFirst(count)
        case .wouldBlock: break
        // A service that refuses a request early may have answered already.
        case .failed(.brokenPipe), .failed(.connectionReset): bytes = []
        case .failed(let error): throw .brokenAnswer(url: url.text, reason: error.reason)
        }
    }

    private static func receive(
        _ unread: inout [UInt8], _ parser: inout ResponseParser, _ socket: StreamSocket,
        _ url: ServiceURL
    ) throws(LoadTestError) {
        let start = unread.count
        unread += repeatElement(0, count: 1 << 16)
        let transfer = unread.withUnsafeMutableBytes {
            socket.receive(into: UnsafeMutableRawBufferPointer(rebasing: $0[start...]))
        }
        guard case .moved(let count) = transfer else {
            unread.removeSubrange(start...)
            if case .failed(let error) = transfer {
                throw .brokenAnswer(url: url.text, reason: error.reason)
            }
            return
        }
        unread.removeSubrange((start + count)...)
        if count == 0 {
            guard parser.end() else {
                throw .brokenAnswer(url: url.text, reason: "the connection ends before it does")
            }
            return
        }
        let used = unread.withUnsafeBytes { parser.consume($0) }
        unread.removeFirst(used)
        if case .malformed(let malformation) = parser.phase {
            throw .brokenAnswer(url: url.text, reason: malformation.rawValue)
        }
        guard unread.count <= ResponseParser.largestHeader else {
            let reason = ResponseParser.Malformation.headerSize.rawValue
            throw .brokenAnswer(url: url.text, reason: reason)
        }
    }

    /// What the service says went wrong: the `error` of a JSON object, or the text itself.
    private var message: String {
        if case .string(let text)? = (try? JSONValue(parsing: body))?["error"] {
            return String(text.prefix(500))
        }
        let text = String(decoding: body.prefix(200), as: UTF8.self)
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// A service that says what is wrong with a status of 200 is not a fast one.
    ///
    /// - Throws: `LoadTestError.brokenAnswer` unless there are `outputs`.
    func requireOutputs(_ url: ServiceURL) throws(LoadTestError) {
        let outputs = (try? JSONValue(parsing: body))?["outputs"]?.arrayValue ?? []
        guard outputs.isEmpty else { return }
        throw .brokenAnswer(url: url.text, reason: "it has no 'outputs': \(message)")
    }

    /// - Throws: `LoadTestError.refused` unless the answer is what was asked for.
    func requireSuccess(_ url: ServiceURL) throws(LoadTestError) {
        guard (200...299).contains(status) else {
            throw .refused(url: url.text, status: status, message: message)
        }
    }
}

extension Errno {
    /// The system's words, as messages have them.
    var reason: String { description.lowercased() }
}
