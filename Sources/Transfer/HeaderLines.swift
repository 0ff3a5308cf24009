import CCurl

/// The headers of an answer, from the lines that libcurl hands over.
struct HeaderLines {
    /// More than any honest server sends.
    static let maximumSize = 1 << 18

    private(set) var status = 0
    private(set) var headers: [(name: String, value: String)] = []
    private var size = 0

    /// - Returns: false when a server sends headers without an end.
    mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
        size += line.count
        guard size <= Self.maximumSize else { return false }
        let text = String(decoding: line, as: UTF8.self)
        // A new status line: the answer before it was an interim one.
        if text.hasPrefix("HTTP/") {
            let words = text.split(whereSeparator: \.isWhitespace)
            status = words.count > 1 ? Int(words[1]) ?? 0 : 0
            headers = []
        } else if let colon = text.firstIndex(of: ":") {
            let value = text[text.index(after: colon)...]
            headers.append((String(text[..<colon]), Self.trimmed(value)))
        }
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
