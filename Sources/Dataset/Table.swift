/// The values of one column.
package enum ColumnValues: Sendable {
    /// NaN = missing.
    case numeric([Double])
    /// Dictionary-coded; -1 = missing.
    case text(codes: [Int32], labels: [String])
}

package struct Column: Sendable {
    package let name: String
    package var values: ColumnValues

    package init(name: String, values: ColumnValues) {
        self.name = name
        self.values = values
    }
}

/// Rows in memory, column by column.
package struct Table: Sendable {
    package var columns: [Column]
    package var rowCount: Int

    package init(columns: [Column], rowCount: Int) {
        self.columns = columns
        self.rowCount = rowCount
    }

    package subscript(name: String) -> Column? { columns.first { $0.name == name } }

    package func selecting(rows: [Int]) -> Table {
        let selected = columns.map { column in
            switch column.values {
            case .numeric(let numbers):
                Column(name: column.name, values: .numeric(rows.map { numbers[$0] }))
            case .text(let codes, let labels):
                Column(
                    name: column.name,
                    values: .text(codes: rows.map { codes[$0] }, labels: labels)
                )
            }
        }
        return Table(columns: selected, rowCount: rows.count)
    }
}
