/// Shortens Markdown without leaving anything open.
enum MarkdownCut {
    /// The elements that a report opens, each with its tags alone on their lines.
    private static let elements = ["details", "pre"]
    /// Room for the ends of all of them.
    private static let reserve = 32

    /// The lines that fit, and the ends of the elements that these have opened.
    ///
    /// Data cannot look like a tag here: its `<` are character references.
    static func cut(_ text: String, limit: Int) -> String {
        var result = ""
        var open: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard result.utf8.count + line.utf8.count + 1 + reserve <= limit else { break }
            result += line + "\n"
            if let element = elements.first(where: { line.hasPrefix("<\($0)>") }) {
                open.append(element)
            } else if let last = open.last, line == "</\(last)>" {
                open.removeLast()
            }
        }
        return result + open.reversed().map { "</\($0)>\n" }.joined()
    }
}
