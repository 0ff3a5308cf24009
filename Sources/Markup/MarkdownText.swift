/// Text from data inside Markdown.
///
/// It stands in `code` or `pre` elements, where GitHub and GitLab look for no `@mention` and no
/// reference, and everything that Markdown or HTML gives a meaning is a character reference.
package enum MarkdownText {
    package static func code(_ text: String, limit: Int = 200) -> String {
        "<code>\(escaped(text.printable(limit: limit)))</code>"
    }

    /// Lines for `fold`.
    package static func lines(_ lines: [String]) -> String {
        lines.map { escaped($0.printable(limit: 400)) + "\n" }.joined()
    }

    /// What opens below a headline; nothing if there are no lines.
    ///
    /// - Parameter lines: as `lines(_:)` makes them.
    package static func fold(_ headline: StaticString, _ lines: String) -> String {
        guard !lines.isEmpty else { return "" }
        return "\n<details><summary>\(headline)</summary>\n<pre>\n\(lines)</pre>\n</details>\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if isPlain(scalar, after: previous) {
                result.unicodeScalars.append(scalar)
            } else {
                result += "&#\(scalar.value);"
                // GitHub looks for addresses of mail once references are read, but not across this.
                if scalar == "@" { result += "<!-- -->" }
            }
            previous = scalar
        }
        return result
    }

    /// Whether it means nothing where it stands; a full stop after a letter may make `www.` a link.
    private static func isPlain(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", " ", ",", "-", "/", "=", "(", ")": true
        case ".": ("0"..."9").contains(previous)
        default: !scalar.isASCII
        }
    }
}
