/// Lines of roff in mdoc(7); text cannot become a macro in it.
package struct RoffPage {
    private var lines: [String] = []

    package init() {}

    package var roff: String { lines.joined(separator: "\n") + "\n" }

    /// The head of a page, up to the line with its name.
    package mutating func begin(_ name: String, section: Int, _ abstract: String) {
        macro("Dd", "November 2026")
        macro("Dt", "\(name.uppercased()) \(section)")
        macro("Os", "mlx \(ToolVersion.current)")
        macro("Sh", "NAME")
        macro("Nm", name)
        macro("Nd", abstract)
    }

    /// Other pages, between commas.
    package mutating func references(_ pages: [(name: String, section: Int)]) {
        for (index, page) in pages.enumerated() {
            macro("Xr", "\(page.name) \(page.section)\(index < pages.count - 1 ? " ," : "")")
        }
    }

    /// Lines as they are.
    package mutating func literal(_ text: String) {
        macro("Bd", "-literal -offset indent")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append(Self.guarded(Self.code(escaped(String(line)))))
        }
        macro("Ed")
    }

    /// One line as it is.
    package mutating func literalLine(_ text: String) {
        lines.append(".Dl " + Self.code(escaped(text)).replacing("\"", with: "\\(dq"))
    }

    /// Signs that would otherwise become what a typesetter takes them for.
    private static func code(_ text: String) -> String {
        let signs = ["'": "\\(aq", "`": "\\(ga", "-": "\\-", "^": "\\(ha", "~": "\\(ti"]
        return text.map { signs[String($0)] ?? String($0) }.joined()
    }

    package mutating func macro(_ name: String, _ arguments: String = "") {
        lines.append(arguments.isEmpty ? ".\(name)" : ".\(name) \(escaped(arguments))")
    }

    /// A sentence a line, as mdoc wants it.
    package mutating func text(_ text: String) {
        guard !text.isEmpty else { return }
        for sentence in text.replacing(". ", with: ".\n").split(separator: "\n") {
            lines.append(Self.guarded(escaped(String(sentence))))
        }
    }

    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&\(line)" : line
    }

    /// In ASCII, which every version of roff reads.
    private func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "…": "..."
            case _ where scalar.isASCII: String(scalar)
            default: "\\[u\(String(scalar.value, radix: 16, uppercase: true))]"
            }
        }.joined()
    }
}
