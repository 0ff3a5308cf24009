extension ResponseParser {
    /// What comes next.
    package enum Phase: Equatable {
        case statusLine, header
        case body, chunkSize, chunkData, chunkEnd, trailer
        /// A body without a length, which ends with the connection.
        case untilClose
        case complete
        case malformed(Malformation)
    }

    package enum Malformation: String {
        case lineEnd = "a line does not end with CR LF"
        case statusLine = "it does not begin with a status line of HTTP/1.1"
        case header = "a header field has no name"
        case headerSize = "its header is too large"
        case framing = "its header does not say how long the body is"
        case chunk = "a chunk has no size"
        case bodySize = "its body is too large"
        case excess = "there is more than one answer to one request"
    }
}
