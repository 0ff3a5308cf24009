/// A command that a CI system finds in a log, as it understands it.
package struct LogCommand: Hashable, Sendable {
    package let name: String
    package var properties: [String: String] = [:]
    package let data: String

    /// The lines of a log, whichever way they end; without characters that a reader may pass over.
    static func lines(of log: String) -> [String] {
        log.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map { line in
            let seen = line.filter { !$0.properties.isDefaultIgnorableCodePoint }
            return String(String.UnicodeScalarView(seen))
        }
    }

    /// Replaces escapes from left to right.
    static func unescaped(_ text: String, _ escapes: [String: String]) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if let escape = escapes.first(where: { rest.starts(with: $0.key.unicodeScalars) }) {
                result.append(contentsOf: escape.value.unicodeScalars)
                rest = rest.dropFirst(escape.key.unicodeScalars.count)
            } else {
                result.append(scalar)
                rest = rest.dropFirst()
            }
        }
        return String(result)
    }

    /// The properties in a list, each `NAME=VALUE`.
    static func properties(
        _ list: some StringProtocol, separator: Character, _ escapes: [String: String]
    ) -> [String: String] {
        let pairs = list.split(separator: separator).compactMap { item -> (String, String)? in
            let parts = item.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (String(parts[0]), unescaped(String(parts[1]), escapes))
        }
        return Dictionary(pairs) { $1 }
    }
}
