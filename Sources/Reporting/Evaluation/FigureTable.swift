import Markup

/// A table of numbers and small drawings, which becomes a list on a narrow screen.
struct FigureTable {
    struct Column {
        let label: String
        /// The class of its cells: `number`, `strip`, or none.
        var kind: String?
        /// What it means, for who points at it.
        var hint: String?
    }

    struct Cell {
        let write: (inout MarkupWriter) -> Void

        init(_ write: @escaping (inout MarkupWriter) -> Void) { self.write = write }

        /// Text of the program's own, or a number.
        static func text(_ text: String?) -> Cell {
            Cell { output in
                guard let text else { return output.element("span", ["class": "soft"], "–") }
                output.write(text)
            }
        }

        /// Text from data: on its own in direction, in one line, of bounded length.
        static func data(_ text: String, limit: Int = 200) -> Cell {
            let text = text.isEmpty ? "(empty)" : text.printable(limit: limit)
            return Cell { $0.element("bdi", text) }
        }

        static func number(_ number: Double?) -> Cell { text(number.map(NumberText.measure)) }
    }

    struct Row {
        /// `failed` or `warned`.
        var tone: String?
        let cells: [Cell]
    }

    let kind: String
    let caption: String
    let columns: [Column]

    func write(_ rows: [Row], to output: inout MarkupWriter) {
        output.element("table", ["class": "figures \(kind)", "role": "table"]) { output in
            output.element("caption", caption)
            output.element("thead", ["role": "rowgroup"]) { output in
                output.element("tr", ["role": "row"]) { output in
                    for column in columns {
                        output.element(
                            "th",
                            [
                                "scope": "col", "role": "columnheader", "class": column.kind,
                                "title": column.hint,
                            ],
                            column.label
                        )
                    }
                }
            }
            output.element("tbody", ["role": "rowgroup"]) { output in
                output.newline()
                for row in rows { write(row, to: &output) }
            }
        }
        output.newline()
    }

    private func write(_ row: Row, to output: inout MarkupWriter) {
        output.element("tr", ["role": "row", "class": row.tone]) { output in
            for (index, (column, cell)) in zip(columns, row.cells).enumerated() {
                if index == 0 {
                    output.element("th", ["scope": "row", "role": "rowheader"], cell.write)
                } else {
                    output.element(
                        "td",
                        ["role": "cell", "class": column.kind, "data-label": column.label],
                        cell.write
                    )
                }
            }
        }
        output.newline()
    }
}
