import RunReporting

/// Text from data in a chat, where a few words stand and not a page.
enum ChatText {
    /// One line of printable text; never empty, as the services refuse that.
    ///
    /// - Parameter limit: in Unicode scalars.
    static func plain(_ text: String, limit: Int) -> String {
        let line = text.printable(limit: limit)
        return line.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? "–" : line
    }

    /// A span of code, in which neither Slack nor Mattermost calls anybody or makes a link.
    ///
    /// - Parameter text: one line, not empty.
    static func code(_ text: String) -> String {
        // Scalars: with an accent on it, a '`' would be another character.
        let scalars = text.unicodeScalars.map { $0 == "`" ? "'" : $0 }
        return "`\(String(String.UnicodeScalarView(scalars)))`"
    }
}
