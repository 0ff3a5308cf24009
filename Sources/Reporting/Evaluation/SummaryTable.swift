import RunReporting

/// A table in Markdown, as many of its rows as there is room for.
struct SummaryTable {
    struct Column {
        let label: String
        let isNumber: Bool

        static func text(_ label: String) -> Self { Self(label: label, isNumber: false) }
        static func number(_ label: String) -> Self { Self(label: label, isNumber: true) }
    }

    var title: String?
    /// Whether it opens below its title.
    var isFolded = false
    /// Their labels are escaped already.
    let columns: [Column]
    /// Cells that are escaped already.
    let rows: [[String]]
    /// How many there are in all.
    let count: Int

    /// - Parameter room: in bytes; what is used is taken off.
    func text(_ room: inout Int) -> String {
        guard !rows.isEmpty else { return "" }
        var text = head + "\n| \(columns.map(\.label).joined(separator: " | ")) |\n"
        text += "|\(columns.map { $0.isNumber ? "---:|" : "---|" }.joined())\n"
        var shown = 0
        guard text.utf8.count < room else { return "" }
        for row in rows {
            let line = "| \(row.joined(separator: " | ")) |\n"
            guard text.utf8.count + line.utf8.count <= room else { break }
            text += line
            shown += 1
        }
        if shown < count { text += "\nand \(NumberText.count(count - shown)) more.\n" }
        if isFolded { text += "\n</details>\n" }
        room -= text.utf8.count
        return text
    }

    private var head: String {
        guard let title else { return "" }
        return isFolded
            ? "\n<details><summary>\(title)</summary>\n" : "\n#### \(title)\n"
    }
}
