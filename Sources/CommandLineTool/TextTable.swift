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
        let lengths = lines.map { $0.map(Self.length) }
        let widths = header.indices.map { column in lengths.reduce(0) { max($0, $1[column]) } }
        var text: [UInt8] = []
        text.reserveCapacity((widths.reduce(0, +) + 2 * widths.count) * lines.count)
        for (cells, lengths) in zip(lines, lengths) {
            // Nothing is padded that has nothing after it.
            let end = cells.lastIndex { !$0.isEmpty } ?? 0
            for column in 0...end {
                text += cells[column].utf8
                guard column < end else { continue }
                let padding = widths[column] - lengths[column] + 2
                text += repeatElement(UInt8(ascii: " "), count: padding)
            }
            text.append(UInt8(ascii: "\n"))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The characters of a cell; counted by what makes up a character only where there is more than
    /// ASCII.
    private static func length(_ cell: String) -> Int {
        cell.utf8.allSatisfy { $0 < 0x80 } ? cell.utf8.count : cell.count
    }
}
