import Transfer

/// The XML of an answer, of which only elements are read that hold nothing but text.
struct S3Document {
    private let text: String

    init(_ answer: HTTPAnswer) { text = String(decoding: answer.body, as: UTF8.self) }

    /// Whether there is an element of that name, with attributes or without.
    func has(_ name: String) -> Bool {
        text.ranges(of: "<\(name)").contains { found in
            text[found.upperBound...].first.map { ">/ \t\r\n".contains($0) } ?? false
        }
    }

    /// The text of the first element of that name; nil if there is none.
    func text(of name: String) -> String? { texts(of: name).first }

    /// The texts of all elements of that name, in order.
    ///
    /// - Parameter parent: only of elements that are the first in one of that name.
    func texts(of name: String, firstIn parent: String? = nil) -> [String] {
        let start = (parent.map { "<\($0)>" } ?? "") + "<\(name)>"
        return text.ranges(of: start).compactMap { found in
            let rest = text[found.upperBound...]
            let content = rest.prefix { $0 != "<" }
            guard rest[content.endIndex...].hasPrefix("</\(name)>") else { return nil }
            return Self.decoded(content)
        }
    }

    /// The service's own words of what is wrong: `<Code>` and `<Message>`.
    var reason: String {
        let words = [text(of: "Code"), text(of: "Message")]
        return String(words.compactMap { $0 }.joined(separator: ": ").prefix(300))
    }

    private static let entities = ["lt": "<", "gt": ">", "quot": "\"", "apos": "'", "amp": "&"]

    /// Resolves the references of XML; what is none stays.
    private static func decoded(_ text: Substring) -> String {
        String(text).replacing(/&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|[a-z]{2,4});/) { match in
            let name = match.1
            guard name.hasPrefix("#") else { return entities[String(name)] ?? String(match.0) }
            let code =
                name.hasPrefix("#x")
                ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
            return code.flatMap { UnicodeScalar($0) }.map { String($0) } ?? String(match.0)
        }
    }
}
