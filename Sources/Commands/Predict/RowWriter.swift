import Dataset
import Model
import RunDocument

/// Writes rows as they came, with what the model says of them.
struct RowWriter {
    private let format: DataFormat
    private let isRegression: Bool
    private let names: [String]
    /// The names as JSON, each with its colon.
    private let keys: [[UInt8]]

    static func columns(_ metadata: ModelMetadata) -> [String] {
        ["prediction"] + metadata.labels.map { "probability_\($0)" }
    }

    init(_ format: DataFormat, _ metadata: ModelMetadata) {
        self.format = format
        isRegression = metadata.labels.isEmpty
        names = Self.columns(metadata)
        keys = names.map { JSONValue.string($0).canonicalBytes() + [UInt8(ascii: ":")] }
    }

    /// The header with the new columns; JSON Lines has none.
    func header(_ raw: [UInt8]) -> [UInt8] {
        guard case .delimited(let dialect) = format else { return [] }
        var line = raw
        for name in names { append(name, to: &line, dialect) }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    func rows(_ raw: [[UInt8]], _ predictions: Predictions) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.reduce(0) { $0 + $1.count + 24 * (predictions.width + 1) })
        for (row, record) in raw.enumerated() {
            switch format {
            case .delimited(let dialect):
                bytes += record
                delimited(row, predictions, to: &bytes, dialect)
            case .jsonLines: object(record, row, predictions, to: &bytes)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private func scores(_ row: Int, _ predictions: Predictions) -> ArraySlice<Double> {
        predictions.scores[row * predictions.width..<(row + 1) * predictions.width]
    }

    // MARK: Delimited text

    private func delimited(
        _ row: Int,
        _ predictions: Predictions,
        to bytes: inout [UInt8],
        _ dialect: Dialect
    ) {
        if !isRegression { append(predictions.label(ofRow: row), to: &bytes, dialect) }
        for score in scores(row, predictions) { append(score.description, to: &bytes, dialect) }
    }

    private func append(_ text: String, to bytes: inout [UInt8], _ dialect: Dialect) {
        let delimiter = dialect.delimiter ?? UInt8(ascii: ",")
        let quote = dialect.quote ?? UInt8(ascii: "\"")
        bytes.append(delimiter)
        let needsQuotes = text.utf8.contains { byte in
            byte == delimiter || byte == quote || byte == 0x0A || byte == 0x0D
        }
        guard needsQuotes else { return bytes.append(contentsOf: text.utf8) }
        bytes.append(quote)
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    // MARK: JSON Lines

    /// Adds the members before the brace that ends the object.
    private func object(
        _ record: [UInt8],
        _ row: Int,
        _ predictions: Predictions,
        to bytes: inout [UInt8]
    ) {
        guard let end = record.lastIndex(of: UInt8(ascii: "}")) else { return }
        let inside = record[..<end]
        bytes += inside
        let isEmpty = inside.last { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "{")
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        var values = scores(row, predictions).map(JSONValue.number)
        if !isRegression { values.insert(.string(predictions.label(ofRow: row)), at: 0) }
        for (index, (key, value)) in zip(keys, values).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += key
            bytes += value.canonicalBytes()
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
