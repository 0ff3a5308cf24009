/// Columns for people; programs take `--json`.
package struct TextTable {
    let header: [String]
    let rows: [[String]]

    package init(header: [String], rows: [[String]]) {
        self.header = header
        self.rows = rows
    }

    package var text: String {
        let lines = [header] + rows
        let lengths = lines.map { $0.map(\.count) }
        let widths = header.indices.map { column in lengths.reduce(0) { max($0, $1[column]) } }
        var text = ""
        for (cells, lengths) in zip(lines, lengths) {
            // Nothing is padded that has nothing after it.
            let end = cells.lastIndex { !$0.isEmpty } ?? 0
            for column in 0...end {
                text += cells[column]
                if column < end {
                    text += String(repeating: " ", count: widths[column] - lengths[column] + 2)
                }
            }
            text += "\n"
        }
        return text
    }
}
