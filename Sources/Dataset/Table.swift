/// The values of one column.
package enum ColumnValues: Hashable, Sendable {
    /// Numbers, integers, and booleans as 1 and 0; NaN is missing.
    case numeric([Double])
    /// An index into `labels` per row, -1 for missing. Labels stand in order of appearance.
    case text(codes: [Int32], labels: [String])

    package var count: Int {
        switch self {
        case .numeric(let values): values.count
        case .text(let codes, _): codes.count
        }
    }
}

package struct Column: Hashable, Sendable {
    package let name: String
    package var values: ColumnValues

    package init(name: String, values: ColumnValues) {
        self.name = name
        self.values = values
    }
}

/// Columns of one length, held in memory.
package struct Table: Hashable, Sendable {
    package var columns: [Column]
    package var rowCount: Int

    package init(columns: [Column] = [], rowCount: Int = 0) {
        self.columns = columns
        self.rowCount = rowCount
    }

    package subscript(name: String) -> Column? { columns.first { $0.name == name } }

    /// The given rows, in the given order.
    package func selecting(rows: [Int]) -> Table {
        let selected = columns.map { column in
            let values: ColumnValues =
                switch column.values {
                case .numeric(let values): .numeric(rows.map { values[$0] })
                case .text(let codes, let labels):
                    .text(codes: rows.map { codes[$0] }, labels: labels)
                }
            return Column(name: column.name, values: values)
        }
        return Table(columns: selected, rowCount: rows.count)
    }

    /// The first rows, at most that many.
    package func prefix(_ count: Int) -> Table {
        count < rowCount ? selecting(rows: Array(0..<count)) : self
    }

    /// The columns of these names.
    package func selecting(columns names: Set<String>) -> Table {
        Table(columns: columns.filter { names.contains($0.name) }, rowCount: rowCount)
    }

    /// Adds the rows of a table that was read by the same schema.
    ///
    /// A column that only one of them has is missing in the rows of the other.
    package mutating func append(_ other: Table) {
        for index in columns.indices {
            let added = other[columns[index].name]?.values
            columns[index].values.append(added, count: other.rowCount)
        }
        for column in other.columns where self[column.name] == nil {
            var values = column.values.empty
            values.append(nil, count: rowCount)
            values.append(column.values, count: other.rowCount)
            columns.append(Column(name: column.name, values: values))
        }
        rowCount += other.rowCount
    }
}

extension ColumnValues {
    fileprivate var empty: ColumnValues {
        switch self {
        case .numeric: .numeric([])
        case .text: .text(codes: [], labels: [])
        }
    }

    /// Adds values, or `count` missing ones.
    fileprivate mutating func append(_ other: ColumnValues?, count: Int) {
        switch (self, other) {
        case (.numeric(var values), .numeric(let added)):
            self = .numeric([])  // so that `values` is not copied
            values += added
            self = .numeric(values)
        case (.numeric(var values), nil):
            self = .numeric([])
            values += repeatElement(.nan, count: count)
            self = .numeric(values)
        case (.text(var codes, var labels), .text(let added, let names)):
            self = .text(codes: [], labels: [])
            var known: [String: Int32] = [:]
            for (code, label) in labels.enumerated() { known[label] = Int32(code) }
            let translation = names.map { name in
                if let code = known[name] { return code }
                labels.append(name)
                known[name] = Int32(labels.count - 1)
                return Int32(labels.count - 1)
            }
            codes += added.lazy.map { $0 < 0 ? -1 : translation[Int($0)] }
            self = .text(codes: codes, labels: labels)
        case (.text(var codes, let labels), nil):
            self = .text(codes: [], labels: [])
            codes += repeatElement(-1, count: count)
            self = .text(codes: codes, labels: labels)
        case (.numeric, .text), (.text, .numeric):
            preconditionFailure("tables of two schemas")
        }
    }
}
