import Dataset

/// One record, copied out of the scanner.
struct ScannedRecord: Equatable, CustomStringConvertible {
    var line: Int
    var cells: [String]
    var raw: String

    var description: String { "\(line): \(cells)" }
}

/// All records of a source.
func scan(
    _ source: DataSource,
    dialect: Dialect = .commaSeparated,
    chunkSize: Int = RecordScanner.defaultChunkSize,
    maximumLength: Int = RecordScanner.defaultMaximumLength
) throws -> [ScannedRecord] {
    let scanner = try RecordScanner(
        source,
        dialect: dialect,
        chunkSize: chunkSize,
        maximumLength: maximumLength
    )
    var records: [ScannedRecord] = []
    while try scanner.advance() {
        records.append(
            ScannedRecord(
                line: scanner.line,
                cells: (0..<scanner.cellCount).map { text(scanner.cell($0)) },
                raw: text(scanner.raw)
            )
        )
    }
    return records
}

func scan(_ text: String, chunkSize: Int = RecordScanner.defaultChunkSize) throws
    -> [ScannedRecord]
{
    try scan(.bytes(Array(text.utf8), name: "t.csv"), chunkSize: chunkSize)
}

func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
}

let smallChunks = [1, 2, 3, 7]
