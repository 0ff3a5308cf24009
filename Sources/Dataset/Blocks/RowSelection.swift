import Glibc

extension TableBlock {
    /// A block to be filled with rows of others.
    package static func empty() -> TableBlock { TableBlock() }

    /// Takes some rows of another block, with the places that they have in it.
    ///
    /// Names that no row before brought are taken only if one of these rows has them: so the rows
    /// are what they would be in a source of their own.
    ///
    /// - Parameter rows: ascending.
    package func take(_ rows: [Int], of other: TableBlock) {
        (index, source, offset, fault) = (other.index, other.source, other.offset, nil)
        (start, end, survey) = (other.start, other.end, other.survey)
        reserve(other.tail, keeping: 0)
        memcpy(base, other.base, other.tail)
        let newColumns = other.newNames.enumerated().compactMap { index, name in
            newColumn(name.name, at: other.columnCount - other.newNames.count + index, rows, other)
        }
        let columns = Array(0..<other.columnCount - other.newNames.count) + newColumns.map(\.column)
        prepare(rows: rows.count, columns: columns.count)
        (rowCount, tail) = (rows.count, other.tail)
        (firstRow, firstLine, lineCount) = (other.firstRow, other.firstLine, other.lineCount)
        newNames = newColumns.map { ($0.name, $0.row) }
        for (place, row) in rows.enumerated() {
            rowStarts.base[place] = other.rowStarts.base[row]
            rowEnds.base[place] = other.rowEnds.base[row]
        }
        for (place, column) in columns.enumerated() {
            let (target, cells) = (self.column(place), other.column(column))
            for (place, row) in rows.enumerated() { target[place] = cells[row] }
        }
    }

    /// A new name of another block, if one of these rows has it.
    private func newColumn(_ name: String, at column: Int, _ rows: [Int], _ other: TableBlock)
        -> (name: String, column: Int, row: Int)?
    {
        let cells = other.column(column)
        return rows.firstIndex { !cells[$0].isAbsent }.map { (name, column, $0) }
    }

    /// The line that each row starts on, in the whole source.
    package func fillLines(_ lines: inout [Int]) {
        lines.removeAll(keepingCapacity: true)
        lines.reserveCapacity(rowCount)
        var (place, line) = (start, firstLine)
        for row in 0..<rowCount {
            let next = Int(rowStarts.base[row])
            line += LineEnds.count(UnsafeBufferPointer(start: base + place, count: next - place))
            lines.append(line)
            place = next
        }
    }
}
