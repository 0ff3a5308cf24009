import Dataset

/// Rows of a table, or distinct ones with all their copies, drawn uniformly, or all of them.
package struct RowSampleView: Sendable {
    package let columns: [String]
    /// As many cells in each as there are columns; nil for a missing one.
    package let rows: [[[UInt8]?]]
    /// Rows of the table that they were drawn from.
    package let tableRows: Int
    /// A number for each row, the same for equal rows that follow each other: a sample of distinct
    /// rows has all copies of a row or none.
    let runs: [Int]
    private let places: [String: Int]

    /// - Parameter rows: as many cells in each as there are `columns`; copies follow each other.
    package init(columns: [String], rows: [[[UInt8]?]], tableRows: Int) {
        self.columns = columns
        self.rows = rows
        self.tableRows = tableRows
        var runs: [Int] = []
        runs.reserveCapacity(rows.count)
        for (index, row) in rows.enumerated() {
            let isRepeated = index > 0 && row == rows[index - 1]
            runs.append((runs.last ?? -1) + (isRepeated ? 0 : 1))
        }
        self.runs = runs
        places = Dictionary(
            columns.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Whether nothing is known of the table but what is seen here.
    package var isWhole: Bool { rows.count == tableRows }

    /// Where a column's cells stand in the rows.
    func place(of column: String) -> Int? { places[column] }

    /// A column's cells; nil if there is no such column.
    func cells(of column: String) -> [[UInt8]?]? {
        guard let place = place(of: column) else { return nil }
        return rows.map { $0[place] }
    }
}

/// A column of a sample, read for statistics.
enum SampleColumn: Sendable {
    /// NaN where there is none.
    case numbers([Double])
    /// Numbers of values, from 0; -1 where there is none.
    case categories([Int], count: Int)

    /// Numbers if all present cells are.
    init(_ cells: [[UInt8]?]) {
        var numbers: [Double] = []
        numbers.reserveCapacity(cells.count)
        for cell in cells {
            guard let cell else {
                numbers.append(.nan)
                continue
            }
            guard let number = cell.withUnsafeBufferPointer(NumberParser.number) else {
                self = Self.coded(cells)
                return
            }
            numbers.append(number.isFinite ? number : .nan)
        }
        self = .numbers(numbers)
    }

    private static func coded(_ cells: [[UInt8]?]) -> SampleColumn {
        var codes: [[UInt8]: Int] = [:]
        let coded = cells.map { cell in
            guard let cell else { return -1 }
            if let code = codes[cell] { return code }
            codes[cell] = codes.count
            return codes.count - 1
        }
        return .categories(coded, count: codes.count)
    }
}
