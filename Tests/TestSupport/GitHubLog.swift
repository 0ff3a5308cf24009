/// GitHub's reader of logs: `::NAME PROPERTY=VALUE,…::DATA` at the beginning of a line, after white
/// space, and the older `##[NAME PROPERTY=VALUE;…]DATA` anywhere in it.
package enum GitHubLog {
    package static func commands(in log: String) -> [LogCommand] {
        LogCommand.lines(of: log).compactMap { newer($0) ?? older($0) }
    }

    private static let dataEscapes = ["%0D": "\r", "%0A": "\n", "%25": "%"]

    private static func newer(_ line: String) -> LogCommand? {
        let text = line.drop { $0.isWhitespace }
        guard text.unicodeScalars.starts(with: "::".unicodeScalars) else { return nil }
        let body = text.dropFirst(2)
        guard let end = body.firstRange(of: "::") else { return nil }
        let head = body[..<end.lowerBound].split(separator: " ", maxSplits: 1)
        let escapes = dataEscapes.merging(["%3A": ":", "%2C": ","]) { $1 }
        return LogCommand(
            name: head.first.map { String($0) } ?? "",
            properties: LogCommand.properties(
                head.count > 1 ? head[1] : "", separator: ",", escapes),
            data: LogCommand.unescaped(String(body[end.upperBound...]), dataEscapes))
    }

    private static func older(_ line: String) -> LogCommand? {
        guard let start = line.firstRange(of: "##["),
            let end = line[start.upperBound...].firstIndex(of: "]")
        else { return nil }
        let name = line[start.upperBound..<end].prefix { $0 != " " }
        return LogCommand(name: "##[\(name)", data: String(line[line.index(after: end)...]))
    }

    /// The values in a file of outputs.
    ///
    /// - Returns: nil for a file that the runner refuses.
    package static func outputs(_ file: String) -> [String: String]? {
        var values: [String: String] = [:]
        var lines = file.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }[...]
        while let line = lines.popFirst() {
            guard !line.isEmpty else { continue }
            let parts = line.split(separator: "<<", maxSplits: 1)
            guard parts.count == 2, !parts[0].contains("="),
                let end = lines.firstIndex(of: String(parts[1]))
            else { return nil }
            values[String(parts[0])] = lines[..<end].joined(separator: "\n")
            lines = lines[(end + 1)...]
        }
        return values
    }
}
