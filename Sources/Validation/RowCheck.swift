import Dataset
import RunDocument

/// Holds rows against what concerns them as a whole: whether they are empty, and their cells' number.
struct RowCheck {
    private var blank = Tally()
    private var short = Tally()
    private var long = Tally()

    /// Looks at the rows of the next block.
    mutating func look(at block: TableBlock) {
        let file = block.source.name
        func offence(_ line: Int, _ value: String? = nil) -> Offence {
            Position(file: file, line: line).offence(value: value)
        }
        let lines = Merged(block.blankLines, block.blankRows.map { Int(block.rowStarts.base[$0]) })
        for place in lines.places { blank.add(offence(block.line(at: place))) }
        for (row, cells) in block.ragged {
            let value = "\(cells) of \(block.source.names.count)"
            if cells < block.source.names.count {
                short.add(offence(block.line(ofRow: row), value))
            } else {
                long.add(offence(block.line(ofRow: row), value))
            }
        }
    }

    /// Places of two kinds in the order of the text.
    private struct Merged {
        let places: [Int]

        init(_ left: [Int], _ right: [Int]) { places = (left + right).sorted() }
    }

    var findings: [Finding] {
        [
            Finding("blank-row", expected: "no empty row", complaint: "is empty", blank),
            Finding(
                "missing-cell",
                expected: "all cells",
                complaint: "cells are there",
                quoting: false,
                short
            ),
            Finding(
                "extra-cell",
                expected: "no more cells",
                complaint: "cells are there",
                quoting: false,
                long
            ),
        ]
    }
}
