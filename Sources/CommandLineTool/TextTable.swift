/// Columns for people; programs take `--json`.
///
/// The cells stand one after another in one buffer: a registry has ten thousand versions to list.
package struct TextTable {
    private var bytes: [UInt8] = []
    private var cells: [(end: Int, length: Int)] = []
    private var widths: [Int]

    /// Bytes between two columns.
    private static let gap = 2

    package init(header: [String], rows: [[String]] = []) {
        widths = Array(repeating: 0, count: header.count)
        for row in [header] + rows {
            for cell in row { append { $0 += cell.utf8 } }
        }
    }

    /// Adds the next cell: after the last of a row comes the first of the next.
    ///
    /// What others wrote can stand in it: it moves no cursor and begins no line.
    ///
    /// - Parameter write: appends the cell's UTF-8 bytes.
    package mutating func append(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        var length = bytes.count - start
        if !bytes[start...].allSatisfy({ (0x20..<0x7F).contains($0) }) {
            let text = Diagnostics.printable(String(decoding: bytes[start...], as: UTF8.self))
            bytes.replaceSubrange(start..., with: text.utf8)
            length = text.count
        }
        let column = cells.count % widths.count
        widths[column] = max(widths[column], length)
        cells.append((bytes.count, length))
    }

    package var text: String {
        let rowWidth = widths.reduce(1) { $0 + $1 + Self.gap }
        let spaces = Array(repeating: UInt8(ascii: " "), count: rowWidth)
        var text: [UInt8] = []
        text.reserveCapacity(rowWidth * cells.count / widths.count)
        var start = 0
        // Written before the next cell that is not empty: nothing is padded that has nothing after
        // it.
        var padding = 0
        for (place, cell) in cells.enumerated() {
            let column = place % widths.count
            if cell.end > start {
                text.append(contentsOf: spaces[..<padding])
                text.append(contentsOf: bytes[start..<cell.end])
                padding = 0
            }
            padding += widths[column] - cell.length + Self.gap
            start = cell.end
            guard column == widths.count - 1 else { continue }
            text.append(UInt8(ascii: "\n"))
            padding = 0
        }
        return String(decoding: text, as: UTF8.self)
    }
}
