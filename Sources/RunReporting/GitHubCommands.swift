/// Workflow commands of GitHub Actions, which Gitea and Forgejo understand too.
///
/// A command is a line `::NAME PROPERTY=VALUE,…::DATA`. Escapes are those of the runner: a percent
/// sign and line ends everywhere, a colon and a comma in properties.
package enum GitHubCommands {
    /// What the runner reads of the file with a step's outputs or summary, in bytes.
    package static let fileLimit = 1 << 20

    /// A line of the log.
    package static func text(_ annotation: CIAnnotation) -> String {
        let properties = [
            annotation.file.map { "file=\(property($0))" },
            annotation.line.map { "line=\($0)" },
            "title=\(property(annotation.title))",
        ]
        let list = properties.compactMap(\.self).joined(separator: ",")
        return "::\(annotation.severity.rawValue) \(list)::\(data(annotation.message))"
    }

    /// An output for `$GITHUB_OUTPUT`, between two lines that are not in its value.
    package static func output(_ name: String, _ value: String) -> String {
        var delimiter = "MLX_END"
        while value.contains(delimiter) { delimiter += "_" }
        return "\(name)<<\(delimiter)\n\(value)\n\(delimiter)\n"
    }

    private static func data(_ text: String) -> String {
        text.escapingScalars(["%": "%25", "\r": "%0D", "\n": "%0A"])
    }

    private static func property(_ text: String) -> String {
        text.escapingScalars(["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
    }
}

extension String {
    /// The text with some of its scalars replaced; a line end of two scalars is two.
    func escapingScalars(_ escapes: [Unicode.Scalar: String]) -> String {
        var result = ""
        for scalar in unicodeScalars {
            if let escape = escapes[scalar] {
                result += escape
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
