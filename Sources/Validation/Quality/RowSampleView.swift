package import Dataset
package import Profile

/// Rows of a table, or distinct ones with all their copies, drawn uniformly, or all of them.
package struct RowSampleView: Sendable {
    /// More rows than these are not looked at: a correlation of 0.9 is then within 0.005 of its
    /// value in the whole table, in two of three tables.
    private static let limit = 5000

    package let columns: [String]
    /// Rows of the table that they were drawn from.
    package let tableRows: Int
    /// A number for each row, the same for equal rows that follow each other: a sample of distinct
    /// rows has all copies of a row or none.
    private(set) var runs: [Int] = []
    /// Of all cells, one behind another.
    private var text: [UInt8] = []
    /// Where the cells of each column are in `text`.
    private var cells: [[Cell]]
    private let places: [String: Int]

    private init(columns: [String], tableRows: Int) {
        self.columns = columns
        self.tableRows = tableRows
        cells = Array(repeating: [], count: columns.count)
        places = Dictionary(
            columns.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// - Parameter rows: as many cells in each as there are `columns`, nil for a missing one;
    ///   copies follow each other.
    package init(columns: [String], rows: [[[UInt8]?]], tableRows: Int) {
        self.init(columns: columns, tableRows: tableRows)
        var last: [[UInt8]?]?
        for row in rows {
            append(PackedRow(row), copies: 1, isNew: row != last)
            last = row
        }
    }

    /// The rows that a profile has kept; nil if it has kept none.
    ///
    /// - Parameter schema: which texts stand for no value.
    package init?(_ profile: TableProfile, _ schema: TableSchema) {
        self.init(columns: profile.columns.map(\.name), tableRows: profile.rows)
        let missing = columns.map { name in
            let words = schema[name].map(schema.missingValues) ?? schema.missingValues
            return words.map { Array($0.utf8) }
        }
        for sampled in profile.sample.rows where runs.count < Self.limit {
            append(sampled.row, copies: min(sampled.count, Self.limit), isNew: true, missing)
        }
        guard !runs.isEmpty else { return nil }
    }

    /// - Parameter missing: by column, the texts that stand for no value.
    private mutating func append(
        _ row: PackedRow, copies: Int, isNew: Bool, _ missing: [[[UInt8]]]? = nil
    ) {
        let run = (runs.last ?? -1) + (isNew ? 1 : 0)
        runs += repeatElement(run, count: copies)
        let start = text.count
        text += row.bytes
        var column = 0
        row.forEachCell { range in
            guard column < cells.count else { return }
            let cell = range.flatMap { range -> Cell? in
                let isMissing = missing?[column].contains { $0.elementsEqual(row.bytes[range]) }
                guard isMissing != true else { return nil }
                return Cell(start: UInt32(start + range.lowerBound), count: UInt32(range.count))
            }
            cells[column] += repeatElement(cell ?? .absent, count: copies)
            column += 1
        }
        // What was read before a later column was met lacks it.
        for rest in column..<cells.count {
            cells[rest] += repeatElement(.absent, count: copies)
        }
    }

    package var rowCount: Int { runs.count }

    /// Whether nothing is known of the table but what is seen here.
    package var isWhole: Bool { rowCount == tableRows }

    /// Where a column stands among the others.
    func place(of column: String) -> Int? { places[column] }

    /// A column's cells; nil if there is no such column.
    func cells(of column: String) -> SampleCells? {
        place(of: column).map { SampleCells(text: text, places: cells[$0]) }
    }
}

/// The cells of a column, in the order of the sample's rows; nil for a missing one.
struct SampleCells: RandomAccessCollection, Sendable {
    /// Of all columns.
    let text: [UInt8]
    let places: [Cell]

    var startIndex: Int { 0 }
    var endIndex: Int { places.count }

    subscript(row: Int) -> ArraySlice<UInt8>? {
        let cell = places[row]
        guard !cell.isAbsent else { return nil }
        return text[Int(cell.start)..<Int(cell.start + cell.count)]
    }

    /// The same for equal columns, and but for collisions of 128 bits for no others.
    var fingerprint: UInt128 {
        var packed = PackedRow()
        for cell in self { packed.append(cell) }
        return ByteHash.standard.hash128(packed.bytes)
    }
}

extension PackedRow {
    mutating func append(_ cell: ArraySlice<UInt8>?) {
        if let cell { cell.withUnsafeBytes { append($0) } } else { appendMissing() }
    }
}
