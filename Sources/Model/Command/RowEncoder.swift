import Dataset
import RunDocument

/// Writes rows as a command reads them.
struct RowEncoder {
    private let format: CommandRowFormat
    /// Empty: all columns of the table but the target.
    private let features: [Feature]
    private let target: String

    init(_ format: CommandRowFormat, _ metadata: ModelMetadata) {
        self.format = format
        features = metadata.inputs
        target = metadata.target
    }

    /// A column as it is written.
    private struct Field {
        let key: [UInt8]
        let values: ColumnValues
        let isBoolean: Bool
        /// The column's texts as they are written.
        let texts: [[UInt8]]
    }

    /// - Parameter isFirst: whether a header belongs before the rows.
    /// - Throws: `ModelError.missingFeature`.
    func bytes(of table: Table, isFirst: Bool) throws(ModelError) -> [UInt8] {
        let fields = try fields(of: table)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(table.rowCount * fields.count * 8 + 256)
        if isFirst, format == .csv {
            for (index, field) in fields.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += field.key
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        for row in 0..<table.rowCount {
            switch format {
            case .csv:
                for (index, field) in fields.enumerated() {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    append(field, row, missing: [], to: &bytes)
                }
            case .jsonLines:
                bytes.append(UInt8(ascii: "{"))
                for (index, field) in fields.enumerated() {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    bytes += field.key
                    append(field, row, missing: Array("null".utf8), to: &bytes)
                }
                bytes.append(UInt8(ascii: "}"))
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    private func fields(of table: Table) throws(ModelError) -> [Field] {
        var fields: [Field] = []
        guard !features.isEmpty else {
            return table.columns.filter { $0.name != target }.map { column in
                field(column.name, column.values, isBoolean: false)
            }
        }
        for feature in features {
            if let column = table[feature.name] {
                fields.append(
                    field(feature.name, column.values, isBoolean: feature.kind == .boolean))
            } else if feature.isRequired {
                throw .missingFeature(name: feature.name)
            } else {
                let none = [Double](repeating: .nan, count: table.rowCount)
                fields.append(field(feature.name, .numeric(none), isBoolean: false))
            }
        }
        return fields
    }

    private func field(_ name: String, _ values: ColumnValues, isBoolean: Bool) -> Field {
        let key =
            format == .csv ? Self.cell(name) : JSONValue.string(name).canonicalBytes() + [0x3A]
        guard case .text(_, let labels) = values else {
            return Field(key: key, values: values, isBoolean: isBoolean, texts: [])
        }
        let texts = labels.map { label in
            format == .csv ? Self.cell(label) : JSONValue.string(label).canonicalBytes()
        }
        return Field(key: key, values: values, isBoolean: isBoolean, texts: texts)
    }

    private func append(
        _ field: Field, _ row: Int, missing: [UInt8], to bytes: inout [UInt8]
    ) {
        switch field.values {
        case .text(let codes, _):
            bytes += codes[row] < 0 ? missing : field.texts[Int(codes[row])]
        case .numeric(let numbers):
            let number = numbers[row]
            if number.isNaN {
                bytes += missing
            } else if field.isBoolean {
                bytes += (number != 0 ? "true" : "false").utf8
            } else if let integer = Int(exactly: number), number.magnitude < 0x1p53 {
                bytes += integer.description.utf8
            } else {
                bytes += number.description.utf8
            }
        }
    }

    /// A cell as RFC 4180 has it.
    private static func cell(_ text: String) -> [UInt8] {
        let utf8 = Array(text.utf8)
        guard utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) || utf8.isEmpty else {
            return utf8
        }
        return [0x22] + utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
    }
}
