/// The requests of a load as they go over the wire, made before it begins.
package struct RequestMessages: Sendable {
    package let url: ServiceURL
    /// Rows of data in each request; 0 if they carry none.
    package let rowsPerRequest: Int
    /// Whether an answer must be a prediction of the Open Inference Protocol.
    var areInferences = false
    /// All messages, one after the other.
    let bytes: [UInt8]
    /// Where each message begins, and where the last one ends.
    let bounds: [Int]

    package var count: Int { bounds.count - 1 }

    /// Requests for what stands at a URL.
    package init(getting url: ServiceURL) {
        self.url = url
        rowsPerRequest = 0
        bytes = Self.head("GET", url, "")
        bounds = [0, bytes.count]
    }

    /// Requests that send a body each.
    ///
    /// - Parameters:
    ///   - bodies: JSON texts; the load goes through them again and again.
    ///   - rowsPerRequest: rows in each of them, which the result counts.
    /// - Throws: `LoadTestError.noRows` if there is no body.
    package init(
        posting bodies: [[UInt8]], to url: ServiceURL, rowsPerRequest: Int
    ) throws(LoadTestError) {
        guard !bodies.isEmpty else { throw .noRows }
        self.url = url
        self.rowsPerRequest = rowsPerRequest
        var bytes: [UInt8] = []
        var bounds = [0]
        for body in bodies {
            let fields =
                "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
            bytes += Self.head("POST", url, fields)
            bytes += body
            bounds.append(bytes.count)
        }
        self.bytes = bytes
        self.bounds = bounds
    }

    private static func head(_ method: String, _ url: ServiceURL, _ fields: String) -> [UInt8] {
        Array(
            """
            \(method) \(url.path) HTTP/1.1\r\nHost: \(url.authority)\r\nUser-Agent: mlx\r\n\
            Accept: */*\r\n\(fields)\r\n
            """.utf8
        )
    }

    /// The first message, with which the service shows whether it understands.
    var first: [UInt8] { Array(bytes[..<bounds[1]]) }

    /// The messages, one by one.
    package var texts: [String] {
        zip(bounds, bounds.dropFirst()).map { String(decoding: bytes[$0..<$1], as: UTF8.self) }
    }

    /// Calls `body` with the messages where they lie.
    func withMessages<Result>(_ body: (MessageTable) -> Result) -> Result {
        bytes.withUnsafeBytes { bytes in
            bounds.withUnsafeBufferPointer { bounds in
                body(MessageTable(bytes: bytes, bounds: bounds))
            }
        }
    }
}

/// Messages in memory that does not move, for threads that only read them.
struct MessageTable: @unchecked Sendable {
    fileprivate let bytes: UnsafeRawBufferPointer
    fileprivate let bounds: UnsafeBufferPointer<Int>

    var count: Int { bounds.count - 1 }

    @inline(__always)
    subscript(index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[bounds[index]..<bounds[index + 1]])
    }
}
