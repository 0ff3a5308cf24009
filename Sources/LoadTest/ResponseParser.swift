import Glibc

/// Reads one HTTP/1.1 response as its bytes arrive, and allocates nothing for it.
package struct ResponseParser {
    /// Bytes of a header that are borne.
    static let largestHeader = 1 << 16

    package private(set) var phase = Phase.statusLine
    package private(set) var status = 0
    /// Whether the connection can take another request.
    package private(set) var keepsAlive = true
    /// The body's bytes, where they are wanted.
    package private(set) var body: [UInt8]?

    private var length: Int?
    private var isChunked = false
    private var remaining = 0
    private var bodySize = 0
    private var headerSize = 0

    package init(keepsBody: Bool = false) { body = keepsBody ? [] : nil }

    /// Bytes of a body that are borne: more where they are only counted.
    private var largestBody: Int { body == nil ? 1 << 30 : 1 << 26 }

    /// Takes bytes that follow those taken before.
    ///
    /// - Returns: how many were used. The rest is the beginning of a line, to be given again with
    ///   what follows.
    package mutating func consume(_ bytes: UnsafeRawBufferPointer) -> Int {
        var position = 0
        while position < bytes.count {
            let rest = bytes[position...]
            switch phase {
            case .statusLine, .header, .chunkSize, .chunkEnd, .trailer:
                guard let end = rest.lineEnd else { return position }
                take(line: UnsafeRawBufferPointer(rebasing: rest[..<end]))
                position = end
            case .body, .chunkData:
                position += skip(rest.prefix(remaining))
                if remaining == 0, phase == .body { phase = .complete }
                if remaining == 0, phase == .chunkData { phase = .chunkEnd }
            case .untilClose:
                position += skip(rest)
            case .complete:
                // One request asks for one answer.
                phase = .malformed(.excess)
            case .malformed:
                return position
            }
        }
        return position
    }

    /// Takes note of the connection's end.
    ///
    /// - Returns: whether that was the end of the response, too.
    package mutating func end() -> Bool {
        keepsAlive = false
        if phase == .untilClose { phase = .complete }
        return phase == .complete
    }

    private mutating func skip(_ bytes: Slice<UnsafeRawBufferPointer>) -> Int {
        body?.append(contentsOf: bytes)
        remaining -= bytes.count
        bodySize += bytes.count
        if bodySize > largestBody { phase = .malformed(.bodySize) }
        return bytes.count
    }

    private mutating func take(line: UnsafeRawBufferPointer) {
        guard line.count >= 2, line[line.count - 2] == 0x0D else {
            return phase = .malformed(.lineEnd)
        }
        let text = UnsafeRawBufferPointer(rebasing: line[..<(line.count - 2)])
        switch phase {
        case .statusLine: takeStatus(text)
        case .header where text.isEmpty: endHeader()
        case .header: takeField(text, size: line.count)
        case .chunkSize: takeChunkSize(text)
        case .chunkEnd: phase = text.isEmpty ? .chunkSize : .malformed(.chunk)
        case .trailer: if text.isEmpty { phase = .complete }
        default: break
        }
    }

    /// `HTTP/1.1 200 OK`, where the reason may be missing.
    private mutating func takeStatus(_ line: UnsafeRawBufferPointer) {
        guard line.count >= 12, line.hasPrefix("http/1."), line[7] == 0x30 || line[7] == 0x31,
            line[8] == 0x20, line.count == 12 || line[12] == 0x20,
            let number = UnsafeRawBufferPointer(rebasing: line[9..<12]).decimal, number >= 100
        else { return phase = .malformed(.statusLine) }
        status = number
        keepsAlive = line[7] == 0x31
        phase = .header
    }

    private mutating func takeField(_ line: UnsafeRawBufferPointer, size: Int) {
        headerSize += size
        guard headerSize <= Self.largestHeader else { return phase = .malformed(.headerSize) }
        guard let colon = line.firstIndex(of: 0x3A), colon > 0, line[0] > 0x20 else {
            return phase = .malformed(.header)
        }
        let value = UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]).trimmed
        switch (colon, line[0] | 0x20) {
        case (14, 0x63) where line.hasPrefix("content-length"):
            guard let number = value.decimal, length == nil || length == number else {
                return phase = .malformed(.framing)
            }
            length = number
        case (10, 0x63) where line.hasPrefix("connection"):
            if value.hasToken("close") { keepsAlive = false }
            if value.hasToken("keep-alive") { keepsAlive = true }
        case (17, 0x74) where line.hasPrefix("transfer-encoding"):
            guard value.count == 7, value.hasPrefix("chunked"), !isChunked else {
                return phase = .malformed(.framing)
            }
            isChunked = true
        default: break
        }
    }

    private mutating func endHeader() {
        let hasBoth = length != nil && isChunked
        switch status {
        // Nobody has asked for another protocol.
        case 101: phase = .malformed(.statusLine)
        // What only announces an answer.
        case 100...199: self = ResponseParser(keepsBody: body != nil)
        case 204, 304: phase = .complete
        case _ where hasBoth: phase = .malformed(.framing)
        case _ where isChunked: phase = .chunkSize
        default:
            guard let length else { return phase = .untilClose }
            guard length <= largestBody else { return phase = .malformed(.bodySize) }
            remaining = length
            phase = length == 0 ? .complete : .body
        }
    }

    private mutating func takeChunkSize(_ line: UnsafeRawBufferPointer) {
        guard let size = line.hexadecimal else { return phase = .malformed(.chunk) }
        guard size <= largestBody else { return phase = .malformed(.bodySize) }
        remaining = size
        phase = size == 0 ? .trailer : .chunkData
    }
}
