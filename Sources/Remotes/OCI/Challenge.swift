/// What a server wants to know before it answers: a `WWW-Authenticate` header (RFC 9110, 11.6.1).
struct Challenge: Hashable, Sendable {
    /// In lower case.
    let scheme: String
    /// The names are in lower case.
    let parameters: [String: String]

    /// All challenges of an answer, of which one header can hold several.
    static func parse(_ headers: [String]) -> [Challenge] {
        headers.flatMap { header in
            var scanner = ChallengeScanner(header)
            return scanner.challenges()
        }
    }
}

private struct ChallengeScanner {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func challenges() -> [Challenge] {
        var found: [(scheme: String, parameters: [String: String])] = []
        while true {
            skip { $0 == " " || $0 == "\t" || $0 == "," }
            let word = token()
            guard !word.isEmpty else { break }
            skip { $0 == " " || $0 == "\t" }
            if rest.first == "=", !found.isEmpty {
                rest.removeFirst()
                skip { $0 == " " || $0 == "\t" }
                // The first one counts: a second cannot take it back.
                let value = rest.first == "\"" ? quoted() : token()
                let name = word.lowercased()
                if found[found.count - 1].parameters[name] == nil {
                    found[found.count - 1].parameters[name] = value
                }
            } else {
                found.append((word.lowercased(), [:]))
            }
        }
        return found.map { Challenge(scheme: $0.scheme, parameters: $0.parameters) }
    }

    private mutating func skip(while condition: (Character) -> Bool) {
        rest = rest.drop(while: condition)
    }

    private mutating func token() -> String {
        let word = rest.prefix { !" \t,=\"".contains($0) }
        rest = rest.dropFirst(word.count)
        return String(word)
    }

    private mutating func quoted() -> String {
        var text = ""
        rest.removeFirst()
        while let character = rest.popFirst(), character != "\"" {
            if character == "\\", let escaped = rest.popFirst() {
                text.append(escaped)
            } else {
                text.append(character)
            }
        }
        return text
    }
}
