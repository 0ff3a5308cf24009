import CCurl

/// Collects what a server sends; libcurl calls back into it.
final class AnswerBuffer {
    private(set) var body: [UInt8] = []
    private var lines = HeaderLines()
    /// Whether the transfer was stopped because the body outgrew the limit.
    private(set) var isOverfull = false
    private let limit: Int

    var headers: [(name: String, value: String)] { lines.headers }

    init(limit: Int) { self.limit = limit }

    /// The buffer must outlive the transfer.
    func attach(to handle: EasyHandle) throws(TransferError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_WRITEDATA, pointer: context)
        try handle.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            AnswerBuffer.of(context)?.take(UnsafeBufferPointer(start: bytes, count: size * count))
                ?? 0
        }
        try handle.set(CURLOPT_HEADERDATA, pointer: context)
        try handle.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return AnswerBuffer.of(context)?.lines.take(line) == true ? line.count : 0
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> AnswerBuffer? {
        context.map { Unmanaged<AnswerBuffer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// - Returns: how many bytes were taken; fewer than were given stop the transfer.
    private func take(_ bytes: UnsafeBufferPointer<CChar>) -> Int {
        guard body.count + bytes.count <= limit else {
            isOverfull = true
            return 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(bytes))
        return bytes.count
    }
}
