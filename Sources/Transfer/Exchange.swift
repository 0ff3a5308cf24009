import CCurl
import SystemPackage

/// One request and its answer, while libcurl calls back into it.
final class Exchange {
    private(set) var body: [UInt8] = []
    /// What stopped the transfer from here.
    private(set) var failure: (any Error)?
    private var lines = HeaderLines()
    private let request: HTTPRequest
    private let sink: (any HTTPSink)?
    private let observer: ((Int) -> Void)?
    private var hasBegun = false
    private var sent = 0

    /// What is kept of a page that explains an error.
    private static let maximumExplanation = 1 << 16

    init(_ request: HTTPRequest, sink: (any HTTPSink)?, observer: ((Int) -> Void)?) {
        self.observer = observer
        self.request = request
        self.sink = sink
    }

    var head: HTTPHead { HTTPHead(status: lines.status, headers: lines.headers) }

    private var isSuccess: Bool { (200..<300).contains(lines.status) }

    /// Lets the handle call back; the exchange must outlive the transfer.
    func attach(to handle: EasyHandle) throws(TransferError) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.set(CURLOPT_WRITEDATA, pointer: context)
        try handle.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let chunk = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Exchange.of(context)?.take(chunk) ?? 0
        }
        try handle.set(CURLOPT_HEADERDATA, pointer: context)
        try handle.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return Exchange.of(context)?.takeHeader(line) ?? 0
        }
        try handle.set(CURLOPT_XFERINFODATA, pointer: context)
        try handle.setProgress { context, _, received, _, sent in
            let exchange = Exchange.of(context)
            exchange?.observer?(Int(max(received, sent)))
            guard exchange?.request.endsWithTask == true else { return 0 }
            return withUnsafeCurrentTask { $0?.isCancelled == true } ? 1 : 0
        }
        guard let size = request.body.size else { return }
        try handle.set(CURLOPT_UPLOAD, 1)
        try handle.set(CURLOPT_INFILESIZE_LARGE, size: size)
        try handle.set(CURLOPT_READDATA, pointer: context)
        try handle.set(CURLOPT_READFUNCTION) { bytes, size, count, context in
            let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return Exchange.of(context)?.give(buffer) ?? Int(CURL_READFUNC_ABORT)
        }
        try handle.set(CURLOPT_SEEKDATA, pointer: context)
        try handle.setSeek { context, offset, _ in
            Exchange.of(context)?.sent = Int(offset)
            return CURL_SEEKFUNC_OK
        }
    }

    /// Tells the sink of an answer without a body.
    func finish() throws {
        if isSuccess, !hasBegun { try sink?.begin(head) }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Exchange? {
        context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
    }

    private func takeHeader(_ line: UnsafeRawBufferPointer) -> Int {
        if lines.take(line) { return line.count }
        failure = TransferError.tooLarge(
            url: request.url.shown, limit: HeaderLines.maximumSize)
        return 0
    }

    /// - Returns: how many bytes were taken; fewer than were given stop the transfer.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard isSuccess else {
            body.append(contentsOf: bytes.prefix(Self.maximumExplanation - body.count))
            return body.count < Self.maximumExplanation ? bytes.count : 0
        }
        do {
            if let sink {
                if !hasBegun { try sink.begin(head) }
                hasBegun = true
                try sink.take(bytes)
            } else {
                guard body.count + bytes.count <= request.maximumAnswer else {
                    throw TransferError.tooLarge(
                        url: request.url.shown, limit: request.maximumAnswer)
                }
                body.append(contentsOf: bytes)
            }
            return bytes.count
        } catch {
            failure = error
            return 0
        }
    }

    /// Whether the server has refused, though its explanation is cut off: because enough of it is
    /// here, or because it is shorter than the server had said.
    func isRefusal(endedBy code: CURLcode) -> Bool {
        !isSuccess
            && (body.count >= Self.maximumExplanation || code == CURLE_PARTIAL_FILE)
    }

    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        do {
            let count: Int
            switch request.body {
            case .none: return 0
            case .bytes(let bytes):
                count = min(buffer.count, bytes.count - sent)
                bytes.withUnsafeBytes { source in
                    buffer.copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: source[sent..<sent + count]))
                }
            case .file(let file, let size): count = try read(file, 0..<size, into: buffer)
            case .part(let file, let range): count = try read(file, range, into: buffer)
            }
            sent += count
            return count
        } catch {
            failure = error
            return Int(CURL_READFUNC_ABORT)
        }
    }

    private func read(
        _ file: FileDescriptor, _ range: Range<Int>, into buffer: UnsafeMutableRawBufferPointer
    ) throws -> Int {
        let wanted = UnsafeMutableRawBufferPointer(
            rebasing: buffer.prefix(max(0, range.count - sent)))
        return try file.read(fromAbsoluteOffset: Int64(range.lowerBound + sent), into: wanted)
    }
}

extension HTTPRequest.Body {
    /// Bytes; nil if there is none at all.
    fileprivate var size: Int? {
        switch self {
        case .none: nil
        case .bytes(let bytes): bytes.count
        case .file(_, let size): size
        case .part(_, let range): range.count
        }
    }
}
