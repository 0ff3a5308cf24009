/// One column of a source and how its cells are read.
struct BatchColumn: Sendable {
    private let place: Int
    private let parser: CellParser

    /// A cell that is not of its column's type.
    private struct BadCell: Error {
        let row: Int
        let column: BatchColumn
    }

    /// The columns of a source that the schema has.
    ///
    /// - Parameter wanted: the only ones that count; nil for all.
    /// - Throws: `DatasetError` if there is none, or one is there twice.
    static func columns(of source: SourceHeader, _ schema: TableSchema, _ wanted: Set<String>?)
        throws -> [BatchColumn]
    {
        var columns: [BatchColumn] = []
        for field in schema.fields where field.role != .ignore {
            guard let index = source.names.firstIndex(of: field.name) else { continue }
            guard source.names.lastIndex(of: field.name) == index else {
                throw DatasetError.duplicateColumn(file: source.name, name: field.name)
            }
            guard wanted?.contains(field.name) ?? true else { continue }
            columns.append(BatchColumn(place: index, parser: try CellParser(field, of: schema)))
        }
        guard !columns.isEmpty else { throw DatasetError.noKnownColumn(file: source.name) }
        return columns
    }

    /// The rows of a block.
    ///
    /// - Throws: `DatasetError.badCell` for the first row that has one.
    static func table(of block: TableBlock, _ columns: [BatchColumn]) throws(DatasetError)
        -> Table
    {
        var table = Table(rowCount: block.rowCount)
        var bad: BadCell?
        for column in columns {
            do throws(BadCell) {
                table.columns.append(
                    Column(name: column.parser.field.name, values: try column.values(block)))
            } catch {
                if error.row < bad?.row ?? .max { bad = error }
            }
        }
        if let bad { throw bad.column.error(row: bad.row, in: block) }
        return table
    }

    private func error(row: Int, in block: TableBlock) -> DatasetError {
        let text = block.text(block.column(place)[row])
        return .badCell(
            file: block.source.name,
            line: block.line(ofRow: row),
            column: parser.field.name,
            value: String(decoding: text.prefix(80), as: UTF8.self),
            type: parser.field.type
        )
    }

    private func values(_ block: TableBlock) throws(BadCell) -> ColumnValues {
        parser.field.type.isNumeric ? try numbers(block) : try labels(block)
    }

    private func numbers(_ block: TableBlock) throws(BadCell) -> ColumnValues {
        let cells = block.column(place)
        let isPlain = parser.isPlainNumber && parser.field.type == .number
        var bad: Int?
        let values = [Double](unsafeUninitializedCapacity: block.rowCount) { values, count in
            for row in 0..<block.rowCount {
                let text = block.text(cells[row])
                var value = Double.nan
                if !cells[row].isAbsent, !parser.isMissing(text) {
                    if isPlain, let number = Self.number(cells[row], block) {
                        value = number
                    } else if case .number(let number)? = parser.value(text) {
                        value = number
                    } else {
                        bad = bad ?? row
                    }
                }
                values[row] = value
            }
            count = block.rowCount
        }
        if let bad { throw BadCell(row: bad, column: self) }
        return .numeric(values)
    }

    @inline(__always)
    private static func number(_ cell: Cell, _ block: TableBlock) -> Double? {
        if 1...8 ~= cell.count,
            let number = PackedDecimal.value(block.word(cell), count: Int(cell.count))
        {
            return number
        }
        return NumberParser.number(block.text(cell))
    }

    private func labels(_ block: TableBlock) throws(BadCell) -> ColumnValues {
        let cells = block.column(place)
        var pool = RecentLabels()
        var bad: Int?
        let codes = [Int32](unsafeUninitializedCapacity: block.rowCount) { codes, count in
            for row in 0..<block.rowCount {
                let text = block.text(cells[row])
                if cells[row].isAbsent || parser.isMissing(text) {
                    codes[row] = -1
                } else if let code = pool.known(cells[row], block) {
                    codes[row] = code
                } else if parser.value(text) != nil {
                    codes[row] = pool.add(cells[row], block)
                } else {
                    codes[row] = -1
                    bad = bad ?? row
                }
            }
            count = block.rowCount
        }
        if let bad { throw BadCell(row: bad, column: self) }
        return .text(codes: codes, labels: pool.labels)
    }
}

/// The numbers of labels, with those of a few short ones at hand.
///
/// Most text columns have few values, which this finds without hashing their bytes.
private struct RecentLabels {
    private static let bits = 6

    private struct Entry {
        var word: UInt64 = 0
        /// -1 for none: no label is as short.
        var count = -1
        var code: Int32 = 0
    }

    private var pool = LabelPool()
    private var entries = [Entry](repeating: Entry(), count: 1 << bits)

    var labels: [String] { pool.labels }

    /// The number of a short label that was added a short while ago.
    @inline(__always)
    func known(_ cell: Cell, _ block: TableBlock) -> Int32? {
        guard cell.count <= 8 else { return nil }
        let word = block.word(cell)
        let entry = entries[Self.place(word)]
        return entry.word == word && entry.count == Int(cell.count) ? entry.code : nil
    }

    mutating func add(_ cell: Cell, _ block: TableBlock) -> Int32 {
        let code = pool.code(of: block.text(cell))
        if cell.count <= 8 {
            let word = block.word(cell)
            entries[Self.place(word)] = Entry(word: word, count: Int(cell.count), code: code)
        }
        return code
    }

    @inline(__always)
    private static func place(_ word: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
    }
}
