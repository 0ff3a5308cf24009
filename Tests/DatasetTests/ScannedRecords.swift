import Dataset

/// One record, copied out of the reader.
struct ScannedRecord: Equatable, CustomStringConvertible {
    var line: Int
    var cells: [String]
    var raw: String

    var description: String { "\(line): \(cells)" }
}

/// All records of a source, none of them taken for a header; empty lines are no records.
func scan(
    _ source: DataSource,
    dialect: Dialect = .commaSeparated,
    blockSize: Int = ReadingOptions().blockSize,
    maximumRecord: Int = ReadingOptions().maximumRecord
) throws -> [ScannedRecord] {
    var dialect = dialect
    dialect.headerRows = []
    var options = ReadingOptions()
    options.columns = (1...8).map { "column \($0)" }
    options.format = .delimited(dialect)
    options.blockSize = blockSize
    options.maximumRecord = maximumRecord
    let reader = try RowReader(source, options)
    var records: [ScannedRecord] = []
    while try reader.advance() {
        records.append(
            ScannedRecord(
                line: reader.line,
                cells: (0..<reader.cellCount).compactMap { reader.cell($0).map(text) },
                raw: text(reader.raw)
            )
        )
    }
    return records
}

func scan(_ text: String, blockSize: Int = ReadingOptions().blockSize) throws -> [ScannedRecord] {
    try scan(.bytes(Array(text.utf8), name: "t.csv"), blockSize: blockSize)
}

func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
}

let smallBlocks = [1, 2, 3, 7]
