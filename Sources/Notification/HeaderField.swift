/// One header field of a message, encoded and folded.
///
/// Every header goes through here, so that no value can begin a header of its own: CR, LF and NUL
/// are refused, not removed.
struct HeaderField: Hashable, Sendable {
    let name: String
    /// The words of the value, of ASCII; a line can be folded between any two.
    private let words: [String]

    private static let lineLimit = 76
    /// Bytes in an encoded word: the first one still fits on the line of the header's name.
    private static let encodedWordBytes = 39

    /// Free text, as in `Subject`; RFC 2047 words where it is not plain.
    init(_ name: String, text: String) throws(NotificationError) {
        try Self.requireSafe(text, name: name)
        self.name = name
        words = Self.isPlain(text) ? Self.split(text) : Self.encodedWords(text)
    }

    /// Words that are syntax and must stay as they are: addresses, identifiers, parameters.
    init(_ name: String, words: [String]) throws(NotificationError) {
        for word in words { try Self.requireSafe(word, name: name) }
        self.name = name
        self.words = words
    }

    /// The words of a text inside a structured header, as the name before an address.
    static func phrase(_ text: String, header: String) throws(NotificationError) -> [String] {
        try requireSafe(text, name: header)
        let isAtoms = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: " "):
                true
            default: false
            }
        }
        return isAtoms && isPlain(text) ? split(text) : encodedWords(text)
    }

    /// Scalars, not characters: `"\r\n"` is one character, and equals neither of its halves.
    static func requireSafe(_ text: String, name: String) throws(NotificationError) {
        let isSafe = text.unicodeScalars.allSatisfy { $0 != "\r" && $0 != "\n" && $0 != "\0" }
        guard isSafe else { throw .unsafeValue(name: name) }
    }

    /// The field with its line breaks, and CR LF at the end.
    var lines: String {
        var text = "\(name):"
        var column = text.utf8.count
        for (index, word) in words.enumerated() {
            let length = word.utf8.count + 1
            if index > 0, column + length > Self.lineLimit {
                text += "\r\n"
                column = 0
            }
            text += " \(word)"
            column += length
        }
        return text + "\r\n"
    }

    /// Whether the text can stand as it is: printable ASCII whose spaces survive folding, and
    /// nothing that looks like an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
            && !text.isEmpty
            && text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0.utf8.count <= 60
            }
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    private static func encodedWords(_ text: String) -> [String] {
        var words: [String] = []
        var bytes: [UInt8] = []
        func finish() {
            if !bytes.isEmpty { words.append("=?UTF-8?B?\(Base64.encode(bytes))?=") }
            bytes = []
        }
        for scalar in text.unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            if bytes.count + encoded.count > encodedWordBytes { finish() }
            bytes += encoded
        }
        finish()
        return words
    }
}
